#include "runtime/image/npy.hpp"

#include <zlib.h>

#include <array>

#include "runtime/image/arrays.hpp"
#include "runtime/image/raster.hpp"
#include "tests/image/refusal.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

const std::string folder = "tests/data/image/";

Tensor read(const std::string& name) { return numbers_of(open_npy(folder + name + ".npy")); }
std::string refusal(const std::string& name) {
  return refusal_of([&] { read(name); });
}

std::string npy_of(const std::string& header, const std::string& data) {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size());
  bytes += '\0';
  return bytes + header + data;
}
std::string refusal_of_header(const std::string& header, const std::string& data = "") {
  return refusal_of([&] { parse_npy(npy_of(header, data), "a.npy", nullptr); });
}

}  // namespace

TEST_CASE("every type of number that numpy writes is read, in either byte and memory order") {
  for (const std::string type :
       {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "big_endian", "fortran"}) {
    const Tensor numbers = read("numbers_" + type);
    CHECK(to_string(numbers.shape()) == "[2, 3, 4]");
    for (std::size_t i = 0; i < 24; ++i) CHECK(numbers.at(i) == static_cast<double>(i));
    const bool exact_in_float =
        type[1] == '1' || type[1] == '2' || type == "f4" || type == "big_endian" || type == "fortran";
    CHECK((numbers.dtype() == DType::float32) == exact_in_float);
  }
  CHECK(read("bool").at(0) == 1);
  CHECK(read("scalar").at(0) == 2.5);
  CHECK(read("empty").shape() == Shape({0, 28, 28}));
}

TEST_CASE("bytes become pixels as byte/255, other numbers by a scale") {
  const auto bytes = open_npy(folder + "numbers_u1.npy");
  CHECK(pixels_of(bytes).as<float>()[23] == 23 / 255.0f);
  CHECK(pixels_of(open_npy(folder + "numbers_i4.npy"), 23).at(23) == 1);
  CHECK(pixels_of(open_npy(folder + "numbers_f4.npy")).at(23) == 23);
}

TEST_CASE("arrays that are no numbers are refused by name") {
  CHECK(refusal("objects").starts_with(folder + "objects.npy: its elements are Python objects, which are not read"));
  CHECK(refusal("records") == folder + "records.npy: its elements are records; save one field as a plain array");
  CHECK(refusal("complex").find("elements of type \"<c8\"") != std::string::npos);
  CHECK(refusal("beyond") ==
        folder + "beyond.npy: element 2 is 9007199254740993, beyond the whole numbers up to 2^53 that can be kept");
}

TEST_CASE("a header that contradicts itself or the data is refused") {
  const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  CHECK(refusal_of_header(good, "12345678") == "no error");
  CHECK(refusal_of_header(good, "1234567") ==
        "a.npy: cut off after 7 bytes of data, but its header says [2] of 4 bytes each");
  CHECK(refusal_of_header(good, "123456789").starts_with("a.npy: goes on after 9 bytes"));
  CHECK(refusal_of_header("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }")
            .starts_with("a.npy: cut off"));
  CHECK(refusal_of_header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }")
            .starts_with("a.npy: damaged .npy header before \"-1"));
  CHECK(refusal_of_header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }") ==
        "a.npy: more than 8 dimensions");
  CHECK(refusal_of_header("{'descr': '<f4', 'shape': (2,), }") ==
        "a.npy: its header must have descr, fortran_order and shape");
  CHECK(refusal_of_header("{'descr': '<f4', 'kind': 3, }") == "a.npy: unknown entry \"kind\" in its header");
  CHECK(refusal_of_header("__import__('os')").starts_with("a.npy: damaged .npy header"));
  CHECK(refusal_of_header("{'descr': '").starts_with("a.npy: damaged .npy header"));
}

TEST_CASE("headers of version 2 and 3 have a longer length") {
  const std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }";
  for (const char version : {'\1', '\2', '\3'}) {
    std::string bytes = std::string("\x93NUMPY") + version + '\0' + static_cast<char>(header.size());
    bytes += std::string(version == '\1' ? 1 : 3, '\0') + header + "ab";
    CHECK(numbers_of(parse_npy(bytes, "a", nullptr)).at(1) == 'b');
  }
  CHECK(refusal_of([] { parse_npy("\x93NUMPY\4.......", "a.npy", nullptr); }) ==
        "a.npy: .npy of version 4; 1 to 3 are read");
}

TEST_CASE("the arrays of a .npz are read by name, stored or compressed") {
  for (const std::string name : {"images", "packed", "zip64"}) {
    const auto arrays = open_npz(folder + name + ".npz", std::array<std::string, 2>{"y", "x"});
    REQUIRE(arrays.size() == 2);
    CHECK(labels_of(arrays[0].second) == std::vector<std::int64_t>{3, 0, 2, 1, 3});
    CHECK(pixels_of(arrays[1].second).shape() == Shape({5, 12, 6}));
  }
  CHECK(open_npz(folder + "packed.npz").size() == 3);
  CHECK(refusal_of([] { open_npz(folder + "packed.npz", std::array<std::string, 1>{"z"}); }) ==
        folder + "packed.npz: has no array 'z'; it has \"last\", \"x\", \"y\"");
  CHECK(refusal_of([] { open_npz("LICENSE"); }).starts_with("LICENSE: no zip archive"));
}

TEST_CASE("a .npz that was cut, changed, or would unpack to more than it can is refused") {
  const TemporaryFolder temporary;
  const auto refusal_of_npz = [&](const std::string& bytes) {
    return refusal_of([&] { open_npz(temporary.file("a.npz", bytes)); });
  };
  const std::string packed = read_bytes(folder + "packed.npz"), stored = read_bytes(folder + "images.npz");
  for (std::size_t size = 1; size < packed.size(); size += 11)
    CHECK(refusal_of_npz(packed.substr(0, size)) != "no error");
  std::string changed = stored;
  changed[300] = static_cast<char>(changed[300] ^ 1);
  CHECK(refusal_of_npz(changed).ends_with("\"x\": damaged: its CRC-32 is another"));
  std::string bomb = packed;  // the sizes in the directory, and there alone
  for (std::size_t at = bomb.find("PK\1\2"); at != bomb.npos; at = bomb.find("PK\1\2", at + 1))
    bomb.replace(at + 24, 4, "\x00\x00\x00\x70", 4);
  CHECK(refusal_of_npz(bomb).find("bytes that claim to unpack to 1879048192") != std::string::npos);
}

TEST_CASE("what is written as .npy and .npz is read again, the same bytes every time") {
  const TemporaryFolder temporary;
  Tensor x({2, 3}, DType::float64);
  for (std::size_t i = 0; i < 6; ++i) x.set(i, 0.1 * static_cast<double>(i));
  const std::vector<std::pair<std::string, WrittenArray>> arrays{{"x", x}, {"y", std::vector<std::int64_t>{7, -1}}};
  write_npz(temporary.path() / "a.npz", arrays);
  const auto back = read_npz(temporary.path() / "a.npz");
  REQUIRE(back.size() == 2);
  CHECK(back[0].second.dtype() == DType::float64);
  CHECK(back[0].second.at(5) == x.at(5));
  CHECK(back[1].second.at(1) == -1);
  write_npz(temporary.path() / "b.npz", arrays);
  CHECK(read_bytes(temporary.path() / "a.npz") == read_bytes(temporary.path() / "b.npz"));
  write_npy(temporary.path() / "h.npy", Tensor::full({3}, 0.5, DType::float16));
  CHECK(numbers_of(open_npy(temporary.path() / "h.npy")).at(2) == 0.5);
  CHECK(std::filesystem::file_size(temporary.path() / "h.npy") == 128 + 6);
}
