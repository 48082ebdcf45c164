#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>

#include "runtime/image/npy.hpp"
#include "runtime/transformer/checkpoint/mapped_file.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad {
namespace {

struct Descr {
  std::string_view text;
  Number type;
};

constexpr Descr descrs[] = {{"u1", Number::u8},  {"b1", Number::u8},  {"i1", Number::i8},  {"u2", Number::u16},
                            {"i2", Number::i16}, {"u4", Number::u32}, {"i4", Number::i32}, {"u8", Number::u64},
                            {"i8", Number::i64}, {"f2", Number::f16}, {"f4", Number::f32}, {"f8", Number::f64}};

/// Reads the header, a Python dict of three entries, without Python.
class Header {
 public:
  Header(std::string_view text, StoredNumbers& array) : rest_(text), array_(array) {}

  void read() {
    expect('{');
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr")
        read_type();
      else if (key == "fortran_order")
        array_.columns_first = boolean();
      else if (key == "shape")
        read_shape();
      else
        refuse("unknown entry {} in its header", transformer::shown_name(key));
      seen_ |= key == "descr" ? 1 : key == "shape" ? 2 : 4;
      if (!take(',') && !peek('}')) refuse_syntax();
    }
    skip();
    if (!rest_.empty()) refuse_syntax();
    if (seen_ != 7) refuse("its header must have descr, fortran_order and shape");
  }

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> why, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", array_.name, fmt::format(why, std::forward<Args>(args)...));
  }
  [[noreturn]] void refuse_syntax() const {
    refuse("damaged .npy header before {}", transformer::shown_name(rest_.substr(0, 20)));
  }

  void skip() { rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of(" \n"))); }
  bool peek(char mark) {
    skip();
    return rest_.starts_with(mark);
  }
  bool take(char mark) {
    if (!peek(mark)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char mark) {
    if (!take(mark)) refuse_syntax();
  }

  std::string_view quoted() {
    const char mark = peek('"') ? '"' : '\'';
    expect(mark);
    const std::size_t end = rest_.find(mark);
    if (end == std::string::npos) refuse_syntax();
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }

  bool boolean() {
    skip();
    for (const auto& [word, value] : {std::pair{std::string_view("True"), true}, {std::string_view("False"), false}})
      if (rest_.starts_with(word)) {
        rest_.remove_prefix(word.size());
        return value;
      }
    refuse_syntax();
  }

  void read_type() {
    if (peek('[')) refuse("its elements are records; save one field as a plain array");
    const std::string_view text = quoted();
    const std::string_view order = "<>|=", type = text.substr(std::min<std::size_t>(1, text.size()));
    if (type == "O" || type.starts_with("O"))
      refuse("its elements are Python objects, which are not read; save an array of numbers (dtype=object is not one)");
    const auto found =
        std::find_if(std::begin(descrs), std::end(descrs), [&](const Descr& d) { return d.text == type; });
    if (text.empty() || order.find(text[0]) == std::string::npos || found == std::end(descrs))
      refuse("elements of type {}; integers, float16, float32, float64 and bool are read",
             transformer::shown_name(text));
    array_.type = found->type;
    array_.swapped = text[0] == (std::endian::native == std::endian::little ? '>' : '<');
  }

  void read_shape() {
    array_.shape = {};
    expect('(');
    while (!take(')')) {
      skip();
      std::int64_t extent = 0;
      const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
      if (failure != std::errc() || extent < 0) refuse_syntax();
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      if (array_.shape.size() == Shape::max_rank) refuse("more than {} dimensions", Shape::max_rank);
      array_.shape.push_back(extent);
      if (!take(',') && !peek(')')) refuse_syntax();
    }
  }

  std::string_view rest_;
  StoredNumbers& array_;
  unsigned seen_ = 0;
};

/// Elements times width, or nothing where that is more than any file holds.
std::optional<std::uint64_t> bytes_of(const StoredNumbers& array) {
  std::uint64_t bytes = width_of(array.type);
  for (const std::int64_t extent : array.shape)
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes) || bytes > std::uint64_t{1} << 46)
      return {};
  return bytes;
}

}  // namespace

StoredNumbers parse_npy(std::string_view bytes, std::string name, std::shared_ptr<const void> owner) {
  StoredNumbers array;
  array.name = std::move(name);
  const auto refuse = [&](const std::string& why) { throw_error(ErrorKind::file, "{}: {}", array.name, why); };
  if (!bytes.starts_with("\x93NUMPY")) refuse("no .npy array: it does not begin with \\x93NUMPY");
  if (bytes.size() < 12) refuse("cut off within its header");
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  if (byte(6) < 1 || byte(6) > 3) refuse(fmt::format(".npy of version {}; 1 to 3 are read", byte(6)));
  const std::size_t begin = byte(6) == 1 ? 10 : 12;
  const std::size_t length =
      byte(6) == 1 ? byte(8) | byte(9) << 8 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
  if (length > bytes.size() - begin) refuse("cut off within its header");
  Header(bytes.substr(begin, length), array).read();
  const std::string_view data = bytes.substr(begin + length);
  const auto expected = bytes_of(array);
  if (!expected || *expected != data.size())
    refuse(fmt::format("{} after {} bytes of data, but its header says {} of {} bytes each",
                       expected && *expected < data.size() ? "goes on" : "cut off", data.size(), to_string(array.shape),
                       width_of(array.type)));
  array.owner = std::move(owner);
  array.data = reinterpret_cast<const std::byte*>(data.data());
  return array;
}

StoredNumbers open_npy(const std::filesystem::path& path) {
  const auto file = transformer::MappedFile::open(path);
  return parse_npy({reinterpret_cast<const char*>(file->data()), file->size()}, path.string(), file);
}

}  // namespace nilgrad
