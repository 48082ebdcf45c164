#include "runtime/transformer/checkpoint/torch_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/pickle.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/zip_file.hpp"

namespace nilgrad::transformer {
namespace {

using pickle::Id;
using pickle::Kind;

constexpr std::size_t longest_key = 64, most_dimensions = 64;

struct StorageType {
  std::string_view name;
  std::uint64_t width;
  std::optional<DType> type;
};

constexpr std::array storage_types = {StorageType{"FloatStorage", 4, DType::float32},
                                      StorageType{"HalfStorage", 2, DType::float16},
                                      StorageType{"BFloat16Storage", 2, DType::bfloat16},
                                      StorageType{"DoubleStorage", 8, {}},
                                      StorageType{"LongStorage", 8, {}},
                                      StorageType{"IntStorage", 4, {}},
                                      StorageType{"ShortStorage", 2, {}},
                                      StorageType{"CharStorage", 1, {}},
                                      StorageType{"ByteStorage", 1, {}},
                                      StorageType{"BoolStorage", 1, {}}};

/// A storage that a tensor is a part of.
struct Storage {
  const StorageType* type;
  std::uint64_t begin, count;  // in the file; elements
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : file_(MappedFile::open(path)), zip_(file_) {}

  std::vector<StoredTensor> read() {
    const std::string pickle_name = find_pickle();
    values_ = pickle::read(zip_.text(*zip_.find(pickle_name)), file_->path().string() + ": " + pickle_name);
    const pickle::Value& root = values_[values_.root];
    if (root.kind != Kind::dictionary) refuse("the pickle holds no dict of tensors");
    std::vector<StoredTensor> tensors;
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
      const pickle::Value &key = values_[root.items[i]], &value = values_[root.items[i + 1]];
      if (key.kind != Kind::text || value.kind != Kind::tensor) continue;
      if (!names.insert(key.text).second) refuse("tensor {} stands there twice", shown_name(key.text));
      tensors.push_back(tensor(key.text, value));
    }
    return tensors;
  }

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", file_->path().string(), fmt::format(format, std::forward<Args>(args)...));
  }

  /// FOLDER/data.pkl, whatever the folder's name; remembers the folder.
  std::string find_pickle() {
    constexpr std::string_view end = "/data.pkl";
    std::string pickle;
    for (const auto& [name, member] : zip_.members()) {
      if (!name.ends_with(end) || name.find('/') != name.size() - end.size()) continue;
      if (!pickle.empty()) refuse("two pickles, {} and {}", shown_name(pickle), shown_name(name));
      pickle = name;
    }
    if (pickle.empty()) refuse("no data.pkl in a folder of the zip: torch.save did not write this");
    folder_ = pickle.substr(0, pickle.size() - end.size() + 1);
    const ZipFile::Member* const order = zip_.find(folder_ + "byteorder");
    if (order && zip_.text(*order) != "little") refuse("byteorder is {}, not little", shown_name(zip_.text(*order)));
    return pickle;
  }

  /// ("storage", type, key, device, number of elements)
  Storage storage(const std::string& tensor, const pickle::Value& stored) const {
    if (stored.kind != Kind::storage) refuse("tensor {}: its storage is none", tensor);
    const pickle::Value& id = values_[stored.items[0]];
    const auto kind = [&](std::size_t i) { return values_[id.items[i]].kind; };
    if (id.items.size() != 5 || kind(0) != Kind::text || values_[id.items[0]].text != "storage" ||
        kind(1) != Kind::global || values_[id.items[1]].global != pickle::Global::storage || kind(2) != Kind::text ||
        kind(4) != Kind::integer)
      refuse("tensor {}: its storage is not described as torch.save does", tensor);
    const std::string key(values_[id.items[2]].text.substr(0, longest_key + 1));
    if (key.empty() || key.size() > longest_key || key.find_first_of("/\\") != key.npos || key == "." || key == "..")
      refuse("tensor {}: storage key {} is not a plain name", tensor, shown_name(key));
    const ZipFile::Member* const member = zip_.find(folder_ + "data/" + key);
    if (!member) refuse("tensor {}: the zip has no member {}", tensor, shown_name(folder_ + "data/" + key));
    const auto type = std::find_if(storage_types.begin(), storage_types.end(),
                                   [&](const StorageType& known) { return known.name == values_[id.items[1]].text; });
    const std::int64_t count = values_[id.items[4]].number;
    if (count < 0 || static_cast<std::uint64_t>(count) > member->size / type->width)
      refuse("tensor {}: its storage of {} elements ({}) is larger than the {} bytes of member {}", tensor, count,
             type->name, member->size, shown_name(folder_ + "data/" + key));
    return {&*type, member->begin, static_cast<std::uint64_t>(count)};
  }

  /// The numbers in a tuple, none negative.
  std::vector<std::int64_t> numbers(const std::string& tensor, const pickle::Value& tuple, const char* what) const {
    std::vector<std::int64_t> list;
    bool fits = tuple.kind == Kind::tuple;
    if (tuple.items.size() > most_dimensions)
      refuse("tensor {}: its {} has {} dimensions", tensor, what, tuple.items.size());
    for (const Id id : tuple.items) {
      fits = fits && values_[id].kind == Kind::integer && values_[id].number >= 0;
      list.push_back(values_[id].number);
    }
    if (!fits) refuse("tensor {}: its {} must be a tuple of whole numbers, none negative", tensor, what);
    return list;
  }

  StoredTensor tensor(std::string_view name, const pickle::Value& value) const {
    const std::string shown = shown_name(name);
    const std::vector<Id>& parts = values_[value.items[0]].items;
    const Storage from = storage(shown, values_[parts[0]]);
    const pickle::Value& offset = values_[parts[1]];
    if (offset.kind != Kind::integer || offset.number < 0)
      refuse("tensor {}: its storage offset must be a whole number, not negative", shown);
    auto shape = numbers(shown, values_[parts[2]], "size");
    auto strides = numbers(shown, values_[parts[3]], "stride");
    if (shape.size() != strides.size())
      refuse("tensor {}: size and stride have {} and {} dimensions", shown, shape.size(), strides.size());
    const auto first = static_cast<std::uint64_t>(offset.number);
    if (!fits(shape, strides, first, from.count))
      refuse("tensor {}: size ({}) with strides ({}) from offset {} reaches beyond its storage of {} elements", shown,
             fmt::join(shape, ", "), fmt::join(strides, ", "), first, from.count);
    return {std::string(name),
            file_,
            std::string(from.type->name),
            from.type->type,
            std::move(shape),
            std::move(strides),
            from.begin + first * from.type->width};
  }

  /// Are all elements within the storage, and no more than it has?
  static bool fits(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides,
                   std::uint64_t first, std::uint64_t stored) {
    if (first > stored) return false;
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return true;
    std::uint64_t count = 1, last = first;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      std::uint64_t reach;
      if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(shape[d]), &count) ||
          __builtin_mul_overflow(static_cast<std::uint64_t>(shape[d] - 1), static_cast<std::uint64_t>(strides[d]),
                                 &reach) ||
          __builtin_add_overflow(last, reach, &last))
        return false;
    }
    return last < stored && count <= stored;
  }

  std::shared_ptr<MappedFile> file_;
  ZipFile zip_;
  std::string folder_;
  pickle::Result values_;
};

}  // namespace

std::vector<StoredTensor> read_torch_file(const std::filesystem::path& path) { return Reader(path).read(); }

}  // namespace nilgrad::transformer
