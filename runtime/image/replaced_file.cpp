#include "runtime/image/replaced_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {

ReplacedFile::ReplacedFile(std::filesystem::path path)
    : path_(std::move(path)), partial_(path_.string() + ".partial"), file_(partial_, std::ios::binary) {
  if (!file_) fail();
}

ReplacedFile::~ReplacedFile() {
  std::error_code ignored;
  if (!finished_) std::filesystem::remove(partial_, ignored);
}

void ReplacedFile::write(std::string_view bytes) {
  if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) fail();
}

void ReplacedFile::finish() {
  file_.close();
  if (!file_ || std::rename(partial_.c_str(), path_.c_str()) != 0) fail();
  finished_ = true;
}

void ReplacedFile::fail() const {
  const int reason = errno;
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);
  throw_error(ErrorKind::file, "cannot write {}: {}", path_.string(), std::strerror(reason));
}

void replace_file(const std::filesystem::path& path, std::string_view content) {
  ReplacedFile file(path);
  file.write(content);
  file.finish();
}

}  // namespace nilgrad
