#include "runtime/tensor/idx.hpp"

#include <sys/resource.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace std::string_literals;

namespace {

/// type and rank, extents as big-endian words.
std::string header(char type, std::initializer_list<std::uint32_t> extents) {
  std::string text = {'\0', '\0', type, static_cast<char>(extents.size())};
  for (const std::uint32_t n : extents)
    for (const int shift : {24, 16, 8, 0}) text += static_cast<char>(n >> shift & 255);
  return text;
}

std::filesystem::path gzipped(const TemporaryFolder& folder, const std::string& name, const std::string& content) {
  const auto path = folder.path() / name;
  gzFile file = gzopen(path.c_str(), "wb9");
  REQUIRE(gzwrite(file, content.data(), static_cast<unsigned>(content.size())) == static_cast<int>(content.size()));
  REQUIRE(gzclose(file) == Z_OK);
  return path;
}

/// The error of reading a file without its path, which must be its beginning.
std::string refusal(const std::filesystem::path& path) {
  try {
    read_idx(path);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    const std::string text = error.what(), start = path.string() + ": ";
    CHECK(text.starts_with(start));
    return text.substr(start.size());
  }
  return "no error";
}

const std::string six_bytes = header(8, {2, 3}) + "\0\1\2\x7f\x80\xff"s;

}  // namespace

TEST_CASE("unsigned bytes are read as they are, or as pixels") {
  const TemporaryFolder folder;
  const Tensor bytes = read_idx(folder.file("a", six_bytes));
  CHECK(bytes.dtype() == DType::float32);
  CHECK(to_string(bytes.shape()) == "[2, 3]");
  CHECK(bytes.at(3) == 127);
  CHECK(bytes.at(5) == 255);
  const Tensor pixels = read_idx_pixels(folder.path() / "a");
  for (std::size_t i = 0; i < 6; ++i) CHECK(pixels.as<float>()[i] == bytes.as<float>()[i] / 255.0f);
}

TEST_CASE("every element type is read exactly") {
  const TemporaryFolder folder;
  const Tensor i8 = read_idx(folder.file("i8", header(9, {3}) + "\x80\xff\x7f"));
  CHECK((i8.at(0) == -128 && i8.at(1) == -1 && i8.at(2) == 127));
  const Tensor i16 = read_idx(folder.file("i16", header(11, {2}) + "\x80\x00\x01\x02"s));
  CHECK((i16.at(0) == -32768 && i16.at(1) == 258));
  const Tensor i32 = read_idx(folder.file("i32", header(12, {2}) + "\xff\xff\xff\xfe\x7f\xff\xff\xff"));
  CHECK((i32.dtype() == DType::float64 && i32.at(0) == -2 && i32.at(1) == 2147483647));
  const Tensor f32 = read_idx(folder.file("f32", header(13, {1}) + "\x3f\xc0\0\0"s));
  CHECK((f32.dtype() == DType::float32 && f32.at(0) == 1.5));
  const Tensor f64 = read_idx(folder.file("f64", header(14, {1}) + "\xbf\xf8\0\0\0\0\0\1"s));
  CHECK((f64.dtype() == DType::float64 && f64.at(0) == -0x1.8000000000001p0));
}

TEST_CASE("any rank a tensor has is read, and no elements at all") {
  const TemporaryFolder folder;
  CHECK(read_idx(folder.file("scalar", header(8, {}) + "\7")).at(0) == 7);
  CHECK(to_string(read_idx(folder.file("eight", header(8, {1, 1, 1, 1, 1, 1, 1, 2}) + "\1\2")).shape()) ==
        "[1, 1, 1, 1, 1, 1, 1, 2]");
  CHECK(to_string(read_idx(folder.file("none", header(8, {0, 28}))).shape()) == "[0, 28]");
  CHECK(refusal(folder.file("nine", header(8, {1, 1, 1, 1, 1, 1, 1, 1, 1}) + "\1")) ==
        "9 dimensions; at most 8 can be read");
}

TEST_CASE("a gzipped file is read like a plain one") {
  const TemporaryFolder folder;
  const Tensor plain = read_idx(folder.file("plain", six_bytes));
  const Tensor packed = read_idx(gzipped(folder, "packed.gz", six_bytes));
  for (std::size_t i = 0; i < 6; ++i) CHECK(plain.at(i) == packed.at(i));
  CHECK(to_string(read_idx("tests/data/fashion_mnist/first64-images-idx3-ubyte.gz").shape()) == "[64, 28, 28]");
}

TEST_CASE("what is no IDX file is refused") {
  const TemporaryFolder folder;
  CHECK(refusal(folder.path() / "missing") == "no such file");
  CHECK(refusal(folder.path()) == "a folder, not a file");
  CHECK(refusal(folder.file("empty", "")) == "the file is empty");
  CHECK(refusal("/dev/zero") == "not a regular file");
  const std::string wanted = ", not with 00 00, the element type and the rank";
  CHECK(refusal(folder.file("text", "<html>")) == "not an IDX file: it begins with 3c 68 74 6d" + wanted);
  CHECK(refusal(folder.file("short", "\0\0\x08"s)) == "not an IDX file: it begins with 00 00 08" + wanted);
  CHECK(refusal(folder.file("type", header(10, {1}) + "\1")) == "not an IDX file: unknown element type 0x0a");
  CHECK(refusal(folder.file("zeros", std::string(100, '\0'))) == "not an IDX file: unknown element type 0x00");
}

TEST_CASE("a file shorter or longer than its header says is refused") {
  const TemporaryFolder folder;
  for (const bool gzip : {false, true}) {
    const auto check = [&](const std::string& content) {
      return refusal(gzip ? gzipped(folder, "file", content) : folder.file("file", content));
    };
    CHECK(check(six_bytes.substr(0, 6)) == "ends within its header, which announces 2 dimensions");
    CHECK(check(six_bytes.substr(0, 14)) == "ends after 2 of the 6 bytes that its header [2, 3] announces");
    CHECK(check(six_bytes + "x") == "goes on after the 6 bytes that its header [2, 3] announces");
  }
}

TEST_CASE("damaged gzip data is refused wherever it is damaged or cut") {
  const TemporaryFolder folder;
  std::string content = header(8, {20, 100});
  for (int i = 0; i < 2000; ++i) content += static_cast<char>(i * i % 251);
  const auto path = gzipped(folder, "whole.gz", content);
  std::ifstream file(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  CHECK(read_idx(path).size() == 2000);
  const std::size_t step = whole.size() / 50 + 1;
  for (std::size_t length = 1; length < whole.size(); length += step)
    CHECK(refusal(folder.file("cut.gz", whole.substr(0, length))) != "no error");
  for (std::size_t at = 10; at < whole.size(); at += step) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    CHECK(refusal(folder.file("changed.gz", changed)) != "no error");
  }
}

TEST_CASE("a header that promises too much costs no memory") {
  const TemporaryFolder folder;
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  CHECK(refusal(folder.file("large", header(8, {0xffffffff}) + "\1")) ==
        "ends after 1 of the 4294967295 bytes that its header [4294967295] announces");
  CHECK(refusal(folder.file("absurd", header(14, {0xffffffff, 0xffffffff, 0xffffffff}))) ==
        "its header announces [4294967295, 4294967295]…, more than a file holds");
  CHECK(refusal(folder.file("vast", header(14, {0xffffffff, 0xffff}))) ==
        "its header announces [4294967295, 65535]…, more than a file holds");
  getrusage(RUSAGE_SELF, &after);
  CHECK(after.ru_maxrss - before.ru_maxrss < 64 * 1024);  // KiB
}

TEST_CASE("a gzip bomb is unpacked no further than its header says") {
  const TemporaryFolder folder;
  const auto bomb = gzipped(folder, "bomb.gz", six_bytes + std::string(50'000'000, '\0'));
  CHECK(refusal(bomb) == "goes on after the 6 bytes that its header [2, 3] announces");
}
