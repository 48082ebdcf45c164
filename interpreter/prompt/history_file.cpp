#include "interpreter/prompt/history_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "interpreter/prompt/history_line.hpp"
#include "runtime/error.hpp"

namespace nilgrad::interpreter {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void fail(std::string_view doing, const std::string& path) {
  throw Error(ErrorKind::file, fmt::format("cannot {} the history '{}': {}", doing, path, std::strerror(errno)));
}

/// Lets one process at a time change files of a folder. Where that cannot be had within a moment it does without.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder) : folder_(open(folder.c_str(), O_RDONLY | O_CLOEXEC)) {
    for (int tries = 0; tries < 50 && flock(folder_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; ++tries)
      usleep(10000);
  }

 private:
  Descriptor folder_;
};

std::filesystem::path folder_of(const std::string& path) { return std::filesystem::path(path).parent_path(); }

/// Its last byte, a newline where there is none.
char last_byte(int file) {
  char byte = '\n';
  struct stat status {};
  if (fstat(file, &status) == 0 && status.st_size > 0 && pread(file, &byte, 1, status.st_size - 1) != 1) byte = '\n';
  return byte;
}

/// In one write, so that what other processes append is not torn.
void write_privately(const std::string& path, int flags, std::string text) {
  const Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, S_IRUSR | S_IWUSR));
  if (file < 0) fail("write", path);
  fchmod(file, S_IRUSR | S_IWUSR);
  if (last_byte(file) != '\n') text.insert(0, 1, '\n');  // after a line that was torn
  errno = ENOSPC;
  if (write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail("write", path);
}

std::string read_end(int file, const std::string& path, off_t size) {
  std::string text(std::min(static_cast<std::size_t>(size), HistoryFile::most_bytes), '\0');
  std::size_t have = 0;
  for (ssize_t length = 1; have < text.size() && length > 0; have += static_cast<std::size_t>(length)) {
    length = pread(file, text.data() + have, text.size() - have, size - static_cast<off_t>(text.size() - have));
    if (length < 0) fail("read", path);
  }
  text.resize(have);
  return text;
}

}  // namespace

HistoryFile::HistoryFile(std::string path) {
  std::error_code ignored;
  const auto resolved = std::filesystem::weakly_canonical(path, ignored);  // a link stays one when the file is replaced
  path_ = resolved.empty() ? std::move(path) : resolved.string();
}

HistoryContents HistoryFile::read() const {
  const Descriptor file(open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file < 0 && errno == ENOENT) return {};
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0) fail("read", path_);
  if (!S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    fail("read", path_);
  }
  HistoryContents contents;
  const std::string text = read_end(file, path_, status.st_size);
  std::string_view rest = text;
  contents.skipped_bytes = static_cast<std::size_t>(status.st_size) - text.size();
  if (contents.skipped_bytes > 0) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (!is_history_line(line))
      ++contents.unreadable_lines;
    else if (!line.empty())
      contents.units.push_back(unit_of(line));
  }
  return contents;
}

void HistoryFile::append(std::string_view unit) const {
  const std::filesystem::path folder = folder_of(path_);
  std::error_code problem;
  if (std::filesystem::create_directories(folder, problem)) chmod(folder.c_str(), S_IRWXU);
  const FolderLock lock(folder);
  write_privately(path_, O_APPEND, history_line(unit));
}

std::vector<std::string> HistoryFile::rewrite(std::vector<std::string> (*keep)(std::vector<std::string>)) const {
  const FolderLock lock(folder_of(path_));
  std::vector<std::string> units = keep(read().units);
  std::string text;
  for (const std::string& unit : units) text += history_line(unit);
  const std::string beside = path_ + ".new";
  write_privately(beside, O_TRUNC, text);
  if (std::rename(beside.c_str(), path_.c_str()) != 0) fail("write", path_);
  return units;
}

}  // namespace nilgrad::interpreter
