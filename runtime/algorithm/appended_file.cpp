#include "runtime/algorithm/appended_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw_error(ErrorKind::file, "{}: cannot {}: {}", path.string(), what, std::strerror(errno));
}

bool lock(int file) { return flock(file, LOCK_EX | LOCK_NB) == 0; }

/// Everything from `text` on to `file`; false with errno.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// What was created in a folder is there after a power failure only when the folder is flushed too.
void sync_folder_of(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  const int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

}  // namespace

AppendedFile AppendedFile::create(const std::filesystem::path& path, std::string_view first_lines, bool flushed) {
  const std::string beside = fmt::format("{}.{}.new", path.string(), getpid());
  const int file = ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) fail(path, "create the journal");
  AppendedFile created(path, file, flushed);
  const bool written = lock(file) && write_all(file, first_lines) && (!flushed || fsync(file) == 0);
  // Not rename, which would replace a journal that was made meanwhile.
  if (!written || renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
    const int reason = errno;
    unlink(beside.c_str());
    if (reason == EEXIST)
      throw_error(ErrorKind::file, "{}: there is a journal already: go on with ng.resume, or remove it", path.string());
    errno = reason;
    fail(path, "create the journal");
  }
  if (flushed) sync_folder_of(path);
  created.size_ = first_lines.size();
  return created;
}

AppendedFile AppendedFile::open(const std::filesystem::path& path, bool flushed) {
  const int file = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
  if (file < 0) fail(path, "open the journal");
  AppendedFile opened(path, file, flushed);
  if (!lock(file)) throw_error(ErrorKind::state, "{}: a run is using this journal", path.string());
  return opened;
}

bool AppendedFile::in_use(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, "open the journal");
  const bool used = flock(file, LOCK_SH | LOCK_NB) != 0;
  close(file);
  return used;
}

AppendedFile::AppendedFile(AppendedFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      flushed_(other.flushed_),
      size_(other.size_),
      torn_(other.torn_) {}

AppendedFile::~AppendedFile() {
  if (file_ < 0) return;
  if (flushed_) fdatasync(file_);
  close(file_);
}

void AppendedFile::keep(std::uint64_t bytes, bool torn) {
  size_ = bytes;
  torn_ = torn;
}

void AppendedFile::cut_torn_end() {
  if (torn_ && ftruncate(file_, static_cast<off_t>(size_)) != 0) fail(path_, "cut the torn end of the journal");
}

void AppendedFile::append(std::string_view lines) {
  cut_torn_end();
  torn_ = true;
  if (!write_all(file_, lines)) {
    const int reason = errno;
    torn_ = ftruncate(file_, static_cast<off_t>(size_)) != 0;
    errno = reason;
    fail(path_, "write to the journal");
  }
  torn_ = false;
  size_ += lines.size();
}

void AppendedFile::flush() {
  if (flushed_ && fdatasync(file_) != 0) fail(path_, "flush the journal");
}

}  // namespace nilgrad
