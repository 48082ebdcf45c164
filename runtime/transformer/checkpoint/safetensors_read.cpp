#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"

namespace nilgrad::transformer {
namespace {

using nlohmann::json;

constexpr std::uint64_t longest_header = 100'000'000;  // the format's own limit
static_assert(std::endian::native == std::endian::little);

struct ElementType {
  std::string_view name;
  unsigned bits;
  std::optional<DType> type;
};

constexpr std::array element_types = {ElementType{"F32", 32, DType::float32},
                                      ElementType{"F16", 16, DType::float16},
                                      ElementType{"BF16", 16, DType::bfloat16},
                                      ElementType{"F64", 64, {}},
                                      ElementType{"I64", 64, {}},
                                      ElementType{"U64", 64, {}},
                                      ElementType{"C64", 64, {}},
                                      ElementType{"I32", 32, {}},
                                      ElementType{"U32", 32, {}},
                                      ElementType{"I16", 16, {}},
                                      ElementType{"U16", 16, {}},
                                      ElementType{"I8", 8, {}},
                                      ElementType{"U8", 8, {}},
                                      ElementType{"BOOL", 8, {}},
                                      ElementType{"F8_E5M2", 8, {}},
                                      ElementType{"F8_E4M3", 8, {}},
                                      ElementType{"F8_E8M0", 8, {}},
                                      ElementType{"F6_E2M3", 6, {}},
                                      ElementType{"F6_E3M2", 6, {}},
                                      ElementType{"F4", 4, {}}};

/// A tensor with the bytes [begin, end) of the file's data that it claims.
struct Claim {
  StoredTensor tensor;
  std::uint64_t begin, end;
};

/// One file being read.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : file_(MappedFile::open(path)) {}

  std::vector<StoredTensor> read() {
    const json header = read_header();
    std::vector<Claim> claims;
    for (const auto& [name, entry] : header.items())
      name == "__metadata__" ? check_metadata(entry) : claims.push_back(claim(name, entry));
    return in_order(std::move(claims));
  }

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", file_->path().string(), fmt::format(format, std::forward<Args>(args)...));
  }

  json read_header() {
    if (file_->size() < 8) refuse("no safetensors file: {} bytes are too few for the header's length", file_->size());
    std::uint64_t length;
    std::memcpy(&length, file_->data(), sizeof length);
    if (length > longest_header) refuse("the header's length is {}; {} are allowed", length, longest_header);
    if (length > file_->size() - 8)
      refuse("cut off: the header's length is {}, but {} bytes follow", length, file_->size() - 8);
    data_begin_ = 8 + length;
    data_size_ = file_->size() - data_begin_;
    const std::string_view text(reinterpret_cast<const char*>(file_->data()) + 8, length);
    if (!text.starts_with('{')) refuse("the header does not begin with '{{'");
    return parse_strict(text, file_->path().string() + ": header");
  }

  void check_metadata(const json& metadata) const {
    const bool fits = metadata.is_object() && std::all_of(metadata.begin(), metadata.end(),
                                                          [](const json& value) { return value.is_string(); });
    if (!fits) refuse("\"__metadata__\" must be an object of strings");
  }

  const json& field(const std::string& tensor, const json& entry, const char* name) const {
    const auto found = entry.find(name);
    if (found == entry.end()) refuse("tensor {} has no {}", shown_name(tensor), name);
    return *found;
  }

  /// A list of whole numbers, each below 2^63.
  std::vector<std::int64_t> numbers(const std::string& tensor, const json& entry, const char* name) const {
    const json& list = field(tensor, entry, name);
    const bool fits = list.is_array() && std::all_of(list.begin(), list.end(), [](const json& value) {
                        return value.is_number_unsigned() && value.get<std::uint64_t>() <= std::uint64_t{INT64_MAX};
                      });
    if (!fits) refuse("tensor {}: {} must be a list of whole numbers, none negative", shown_name(tensor), name);
    return list.get<std::vector<std::int64_t>>();
  }

  const ElementType& element_type(const std::string& tensor, const json& entry) const {
    const json& name = field(tensor, entry, "dtype");
    if (name.is_string())
      for (const ElementType& type : element_types)
        if (type.name == name.get_ref<const std::string&>()) return type;
    refuse("tensor {}: unknown dtype {}", shown_name(tensor),
           name.is_string() ? shown_name(name.get<std::string>()) : "");
  }

  Claim claim(const std::string& name, const json& entry) const {
    if (!entry.is_object()) refuse("tensor {} is not described by an object", shown_name(name));
    const ElementType& type = element_type(name, entry);
    auto shape = numbers(name, entry, "shape");
    const auto offsets = numbers(name, entry, "data_offsets");
    if (offsets.size() != 2) refuse("tensor {}: data_offsets must be [begin, end]", shown_name(name));
    const auto begin = static_cast<std::uint64_t>(offsets[0]), end = static_cast<std::uint64_t>(offsets[1]);
    if (begin > end) refuse("tensor {}: data_offsets [{}, {}] end before they begin", shown_name(name), begin, end);
    if (end > data_size_)
      refuse("tensor {}: data_offsets [{}, {}] reach beyond the {} bytes of data", shown_name(name), begin, end,
             data_size_);
    std::uint64_t bits = type.bits;
    bool overflow = false;
    for (const std::int64_t extent : shape)
      overflow |= __builtin_mul_overflow(bits, static_cast<std::uint64_t>(extent), &bits);
    if (overflow || bits != (end - begin) * 8)
      refuse("tensor {}: shape [{}] of {} are not the {} bytes of data_offsets [{}, {}]", shown_name(name),
             fmt::join(shape, ", "), type.name, end - begin, begin, end);
    return {{name, file_, std::string(type.name), type.type, std::move(shape), {}, data_begin_ + begin}, begin, end};
  }

  /// Sorted by their data, which they must fill without a gap.
  std::vector<StoredTensor> in_order(std::vector<Claim> claims) const {
    std::sort(claims.begin(), claims.end(),
              [](const Claim& a, const Claim& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
    std::vector<StoredTensor> tensors;
    std::uint64_t end = 0;
    for (Claim& claim : claims) {
      if (claim.begin < end) refuse("tensor {} shares bytes with another", shown_name(claim.tensor.name));
      if (claim.begin > end)
        refuse("{} bytes before tensor {} belong to no tensor", claim.begin - end, shown_name(claim.tensor.name));
      end = claim.end;
      tensors.push_back(std::move(claim.tensor));
    }
    if (end != data_size_) refuse("{} bytes at the end belong to no tensor", data_size_ - end);
    return tensors;
  }

  std::shared_ptr<MappedFile> file_;
  std::uint64_t data_begin_ = 0, data_size_ = 0;
};

}  // namespace

std::vector<StoredTensor> read_safetensors(const std::filesystem::path& path) { return Reader(path).read(); }

}  // namespace nilgrad::transformer
