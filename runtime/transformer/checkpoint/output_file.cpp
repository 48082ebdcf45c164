#include "runtime/transformer/checkpoint/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad::transformer {

OutputFile::OutputFile(std::filesystem::path path, std::size_t size)
    : path_(std::move(path)), size_(size), file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) {
  if (file_ < 0) fail();
  if (size > 0 && fallocate(file_, 0, 0, static_cast<off_t>(size)) != 0 && (errno == ENOSPC || errno == EDQUOT)) {
    const int reason = errno;
    ::close(std::exchange(file_, -1));
    errno = reason;
    fail();
  }
}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
}

void OutputFile::write(const void* data, std::size_t size) {
  const char* from = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::write(file_, from, std::min(size, std::size_t{1} << 30));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    from += written;
    size -= static_cast<std::size_t>(written);
  }
}

void OutputFile::finish() {
  if (fsync(file_) != 0) fail();
  if (::close(std::exchange(file_, -1)) != 0) fail();
}

void OutputFile::fail() const {
  throw_error(ErrorKind::file, "{}: cannot write its {} bytes: {}", path_.string(), size_, std::strerror(errno));
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  OutputFile file(path, content.size());
  file.write(content);
  file.finish();
}

void sync_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (!synced) throw_error(ErrorKind::file, "{}: cannot sync the folder: {}", folder.string(), std::strerror(reason));
}

}  // namespace nilgrad::transformer
