#include "runtime/tensor/idx.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "runtime/input_file.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

enum class Element : std::uint8_t { u8 = 0x08, i8 = 0x09, i16 = 0x0b, i32 = 0x0c, f32 = 0x0d, f64 = 0x0e };

std::size_t width(Element element) {
  switch (element) {
    case Element::u8:
    case Element::i8:
      return 1;
    case Element::i16:
      return 2;
    case Element::i32:
    case Element::f32:
      return 4;
    case Element::f64:
      return 8;
  }
  return 0;
}

/// A file's bytes, gunzipped where it is gzipped.
class Stream {
 public:
  explicit Stream(const std::filesystem::path& path)
      : path_(path.string()), file_(gzopen(path.c_str(), "rb"), gzclose) {
    if (!file_) refuse("cannot be opened");
    gzbuffer(file_.get(), 1u << 17);
  }

  /// As many bytes as there are, up to `count`.
  std::size_t read(std::uint8_t* bytes, std::size_t count) {
    std::size_t done = 0;
    while (done < count) {
      const int got =
          gzread(file_.get(), bytes + done, static_cast<unsigned>(std::min<std::size_t>(count - done, 1u << 30)));
      // gzread gives no error at a cut end of gzip data; gzerror does.
      if (got <= 0 && !damage().empty()) refuse("damaged: {}", damage());
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> why, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", path_, fmt::format(why, std::forward<Args>(args)...));
  }

 private:
  /// What zlib says is wrong, without the path; empty when nothing is.
  std::string damage() const {
    int code = Z_OK;
    const std::string text = gzerror(file_.get(), &code);
    if (code == Z_OK || code == Z_STREAM_END) return "";
    return text.starts_with(path_ + ": ") ? text.substr(path_.size() + 2) : text;
  }

  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
};

struct Header {
  Element element;
  Shape shape;
  std::size_t bytes;  // of all elements
};

Header read_header(Stream& stream) {
  std::array<std::uint8_t, 4> magic{};
  const std::size_t got = stream.read(magic.data(), magic.size());
  if (got < magic.size() || magic[0] != 0 || magic[1] != 0)
    stream.refuse("not an IDX file: it begins with {:02x}, not with 00 00, the element type and the rank",
                  fmt::join(magic.begin(), magic.begin() + got, " "));
  const auto element = static_cast<Element>(magic[2]);
  const std::size_t rank = magic[3];
  if (width(element) == 0) stream.refuse("not an IDX file: unknown element type 0x{:02x}", magic[2]);
  if (rank > Shape::max_rank) stream.refuse("{} dimensions; at most {} can be read", rank, Shape::max_rank);
  Header header{element, {}, width(element)};
  for (std::size_t i = 0; i < rank; ++i) {
    std::array<std::uint8_t, 4> extent{};
    if (stream.read(extent.data(), extent.size()) < extent.size())
      stream.refuse("ends within its header, which announces {} dimensions", rank);
    const std::uint32_t n =
        std::uint32_t{extent[0]} << 24 | std::uint32_t{extent[1]} << 16 | std::uint32_t{extent[2]} << 8 | extent[3];
    header.shape.push_back(n);
    constexpr std::size_t most = std::size_t{1} << 46;
    if (n != 0 && header.bytes > most / n)
      stream.refuse("its header announces {}…, more than a file holds", to_string(header.shape));
    header.bytes *= n;
  }
  return header;
}

std::vector<std::uint8_t> read_elements(Stream& stream, const Header& header, StopToken stop) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::vector<std::uint8_t> bytes;
  while (bytes.size() < header.bytes) {
    stop.check();
    const std::size_t start = bytes.size();
    const std::size_t wanted = std::min(block, header.bytes - start);
    bytes.resize(start + wanted);
    const std::size_t got = stream.read(bytes.data() + start, wanted);
    if (got < wanted)
      stream.refuse("ends after {} of the {} bytes that its header {} announces", start + got, header.bytes,
                    to_string(header.shape));
  }
  std::uint8_t beyond = 0;
  if (stream.read(&beyond, 1) != 0)
    stream.refuse("goes on after the {} bytes that its header {} announces", header.bytes, to_string(header.shape));
  return bytes;
}

template <class Bits>
Bits big_endian(const std::uint8_t* bytes) {
  Bits bits = 0;
  for (std::size_t i = 0; i < sizeof(Bits); ++i) bits = static_cast<Bits>(bits << 8 | bytes[i]);
  return bits;
}

/// The tensor of To whose elements are `number` of each big-endian Bits.
template <class To, class Bits, class Number>
Tensor convert(const Header& header, const std::vector<std::uint8_t>& bytes, StopToken stop, Number number) {
  Tensor tensor = Tensor::uninitialized(header.shape, sizeof(To) == 4 ? DType::float32 : DType::float64);
  const std::span<To> elements = tensor.as<To>();
  constexpr std::size_t grain = std::size_t{1} << 16;
  const auto convert_block = [&](std::size_t begin, std::size_t end) {
    stop.check();
    for (std::size_t i = begin; i < end; ++i)
      elements[i] = static_cast<To>(number(big_endian<Bits>(bytes.data() + i * sizeof(Bits))));
  };
  parallel_for(elements.size(), grain, convert_block);
  return tensor;
}

template <class Number, class Bits>
constexpr auto as = [](Bits bits) { return std::bit_cast<Number>(bits); };

Tensor to_tensor(const Header& header, const std::vector<std::uint8_t>& bytes, bool scale_bytes, StopToken stop) {
  switch (header.element) {
    case Element::u8:
      if (scale_bytes)
        return convert<float, std::uint8_t>(header, bytes, stop, [](float byte) { return byte / 255.0f; });
      return convert<float, std::uint8_t>(header, bytes, stop, [](std::uint8_t byte) { return byte; });
    case Element::i8:
      return convert<float, std::uint8_t>(header, bytes, stop, as<std::int8_t, std::uint8_t>);
    case Element::i16:
      return convert<float, std::uint16_t>(header, bytes, stop, as<std::int16_t, std::uint16_t>);
    case Element::i32:
      return convert<double, std::uint32_t>(header, bytes, stop, as<std::int32_t, std::uint32_t>);
    case Element::f32:
      return convert<float, std::uint32_t>(header, bytes, stop, as<float, std::uint32_t>);
    case Element::f64:
      break;
  }
  return convert<double, std::uint64_t>(header, bytes, stop, as<double, std::uint64_t>);
}

Tensor read(const std::filesystem::path& path, bool scale_bytes, StopToken stop) {
  require_readable_file(path);
  Stream stream(path);
  const Header header = read_header(stream);
  return to_tensor(header, read_elements(stream, header, stop), scale_bytes, stop);
}

}  // namespace

Tensor read_idx(const std::filesystem::path& path, StopToken stop) { return read(path, false, stop); }

Tensor read_idx_pixels(const std::filesystem::path& path, StopToken stop) {
  return read(path, true, stop).to(DType::float32);
}

}  // namespace nilgrad
