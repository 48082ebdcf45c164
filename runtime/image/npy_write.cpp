#include <zlib.h>

#include <bit>
#include <cstring>

#include "runtime/image/npy.hpp"
#include "runtime/image/replaced_file.hpp"

namespace nilgrad {
namespace {

static_assert(std::endian::native == std::endian::little, "what follows writes this machine's bytes");

std::string header_of(std::string_view descr, std::string_view shape) {
  std::string text = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", descr, shape);
  text.append(63 - (10 + text.size()) % 64, ' ');  // the data begin at a multiple of 64
  text += '\n';
  std::string head("\x93NUMPY\x01\x00", 8);
  head += static_cast<char>(text.size() & 255);
  head += static_cast<char>(text.size() >> 8);
  return head + text;
}

std::string shape_text(const Shape& shape) {
  std::string text;
  for (const std::int64_t extent : shape) text += fmt::format("{}{}", text.empty() ? "" : ", ", extent);
  return shape.size() == 1 ? text + "," : text;
}

void append_number(std::string& bytes, std::uint64_t number, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(number >> (8 * i));
}

/// A record of a member in the zip: what stands before its data, or in the directory.
std::string zip_record(bool directory, const std::string& name, std::uint64_t size, std::uint32_t crc,
                       std::uint64_t begin) {
  constexpr std::uint64_t first_of_1980 = 0x21;
  std::string bytes;
  append_number(bytes, directory ? 0x02014b50 : 0x04034b50, 4);
  if (directory) append_number(bytes, 20, 2);
  append_number(bytes, 20, 2);                   // version 2.0 reads it
  append_number(bytes, 0, 2);                    // flags
  append_number(bytes, 0, 2);                    // stored as it is
  append_number(bytes, first_of_1980 << 16, 4);  // time and date: the same file every time
  append_number(bytes, crc, 4);
  append_number(bytes, size, 4);
  append_number(bytes, size, 4);
  append_number(bytes, name.size(), 2);
  append_number(bytes, 0, 2);
  if (directory) {
    bytes.append(10, '\0');  // no comment, disk 0, no attributes
    append_number(bytes, begin, 4);
  }
  return bytes + name;
}

/// A .npy in its two parts.
struct Written {
  std::string header;
  std::string_view data;
  Tensor kept;  // what data lie in, where they had to be converted

  std::uint64_t size() const { return header.size() + data.size(); }
};

Written written(const WrittenArray& array) {
  if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&array))
    return {header_of("<i8", fmt::format("{},", numbers->size())),
            {reinterpret_cast<const char*>(numbers->data()), numbers->size() * sizeof(std::int64_t)},
            {}};
  Tensor tensor = std::get<Tensor>(array);
  if (tensor.dtype() == DType::bfloat16) tensor = tensor.to(DType::float32);
  const char* descr = tensor.dtype() == DType::float64 ? "<f8" : tensor.dtype() == DType::float16 ? "<f2" : "<f4";
  return {
      header_of(descr, shape_text(tensor.shape())), {static_cast<const char*>(tensor.data()), tensor.bytes()}, tensor};
}

std::uint32_t sum_of(const Written& array) {
  uLong sum = crc32(0, nullptr, 0);
  for (const std::string_view part : {std::string_view(array.header), array.data})
    sum = crc32_z(sum, reinterpret_cast<const Bytef*>(part.data()), part.size());
  return static_cast<std::uint32_t>(sum);
}

std::string end_record(std::size_t count, std::uint64_t begin, std::uint64_t size) {
  std::string bytes;
  append_number(bytes, 0x06054b50, 4);
  append_number(bytes, 0, 4);
  append_number(bytes, count, 2);
  append_number(bytes, count, 2);
  append_number(bytes, size, 4);
  append_number(bytes, begin, 4);
  append_number(bytes, 0, 2);
  return bytes;
}

}  // namespace

void write_npy(const std::filesystem::path& path, const WrittenArray& array) {
  const Written parts = written(array);
  ReplacedFile file(path);
  file.write(parts.header);
  file.write(parts.data);
  file.finish();
}

void write_npz(const std::filesystem::path& path, std::span<const std::pair<std::string, WrittenArray>> arrays) {
  ReplacedFile file(path);
  std::string directory;
  std::uint64_t begin = 0;
  for (const auto& [name, array] : arrays) {
    const Written parts = written(array);
    if (begin + parts.size() > 0xf0000000)
      throw_error(ErrorKind::option, "cannot write {}: a .npz holds less than 4 GiB here; write each array as a .npy",
                  path.string());
    const std::uint32_t sum = sum_of(parts);
    const std::string record = zip_record(false, name + ".npy", parts.size(), sum, begin);
    file.write(record);
    file.write(parts.header);
    file.write(parts.data);
    directory += zip_record(true, name + ".npy", parts.size(), sum, begin);
    begin += record.size() + parts.size();
  }
  file.write(directory);
  file.write(end_record(arrays.size(), begin, directory.size()));
  file.finish();
}

}  // namespace nilgrad
