#include "runtime/algorithm/journal.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/algorithm/journal_line.hpp"
#include "runtime/error.hpp"

namespace nilgrad {
namespace {

/// Whether the time is to be written down again: of a long run more seldom, so that it takes no room.
bool time_counts(double seconds, double written) { return seconds - written >= std::max(1.0, written / 1000); }

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

Journal Journal::create(const std::filesystem::path& path, std::string_view header, double sync) {
  const std::string beside = fmt::format("{}.{}.new", path.string(), getpid());
  const int file = ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) fail(path, "create the journal");
  Journal journal(path, file, sync);
  journal.lines_ = fmt::format("{}{}\n", journal_line::magic, format);
  journal.add_line(header, 0);
  journal.seed_ = journal_line::checksum(header, 0);
  const bool flushes = std::isfinite(sync);
  const bool written = lock(file) && write_all(file, journal.lines_) && (!flushes || fsync(file) == 0);
  // Not rename, which would replace a journal that was made meanwhile.
  if (!written || renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
    const int reason = errno;
    unlink(beside.c_str());
    if (reason == EEXIST)
      throw_error(ErrorKind::file, "{}: there is a journal already: go on with ng.resume, or remove it", path.string());
    errno = reason;
    fail(path, "create the journal");
  }
  if (flushes) sync_folder_of(path);
  journal.size_ = journal.lines_.size();
  journal.lines_.clear();
  return journal;
}

Journal Journal::open(const std::filesystem::path& path, double sync) {
  const int file = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
  if (file < 0) fail(path, "open the journal");
  Journal journal(path, file, sync);
  if (!lock(file)) throw_error(ErrorKind::state, "{}: a run is using this journal", path.string());
  return journal;
}

bool Journal::in_use(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, "open the journal");
  const bool used = flock(file, LOCK_SH | LOCK_NB) != 0;
  close(file);
  return used;
}

Journal::Journal(Journal&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      sync_(other.sync_),
      synced_(other.synced_),
      next_(other.next_),
      timed_(other.timed_),
      size_(other.size_),
      torn_(other.torn_),
      seed_(other.seed_) {}

Journal::~Journal() {
  if (file_ < 0) return;
  if (std::isfinite(sync_)) fdatasync(file_);
  close(file_);
}

Journal::Contents Journal::contents() {
  Contents contents = read(path_);
  size_ = contents.whole_bytes;
  torn_ = contents.torn_bytes != 0;
  seed_ = journal_line::checksum(contents.header, 0);
  synced_ = timed_ = contents.seconds;
  next_ = contents.next;
  return contents;
}

void Journal::append(std::span<const Noted> values, double seconds) {
  std::int64_t next = next_;
  double timed = timed_;
  for (std::size_t i = 0; i < values.size();) {
    const bool brief = values[i].evaluation == next && !time_counts(seconds, timed);
    payload_.clear();
    if (!brief) {
      timed = seconds;
      payload_ = fmt::format("v {} ", values[i].evaluation);
      journal_line::append_number(payload_, static_cast<float>(timed));
    }
    const std::uint32_t seed = brief ? journal_line::seed_at(next, seed_) : seed_;
    next = values[i].evaluation;
    for (; i < values.size() && values[i].evaluation == next; ++i, ++next) {
      if (!payload_.empty()) payload_ += ' ';
      journal_line::append_number(payload_, values[i].value);
    }
    add_line(payload_, seed);
  }
  write(seconds, false);
  next_ = next;
  timed_ = timed;
}

void Journal::append(const Assessment& assessment, double seconds) {
  payload_ = fmt::format("e {} ", assessment.step);
  journal_line::append_number(payload_, seconds);
  for (const Figure& figure : assessment.figures) {
    if (!journal_line::is_word(figure.name))
      throw_error(ErrorKind::option, "a figure's name is one word, without spaces, not '{}'", figure.name);
    payload_ += ' ' + figure.name + ' ';
    journal_line::append_number(payload_, figure.value);
  }
  add_line(payload_, seed_);
  write(seconds, false);
  timed_ = seconds;
}

void Journal::append(const End& end) {
  payload_ = fmt::format("end {} ", end.evaluations);
  journal_line::append_number(payload_, end.seconds);
  payload_ += ' ' + nlohmann::json(end.reason).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  add_line(payload_, seed_);
  write(end.seconds, true);
}

void Journal::add_line(std::string_view payload, std::uint32_t seed) {
  journal_line::append_hex(lines_, journal_line::checksum(payload, seed), journal_line::sum_digits);
  lines_ += ' ';
  lines_ += payload;
  lines_ += '\n';
}

void Journal::write(double seconds, bool last) {
  const std::string lines = std::exchange(lines_, {});
  // What stands behind the last whole record was never finished: it goes before anything is written after it.
  if (torn_ && ftruncate(file_, static_cast<off_t>(size_)) != 0) fail(path_, "cut the torn end of the journal");
  torn_ = true;
  if (!write_all(file_, lines)) {
    const int reason = errno;
    torn_ = ftruncate(file_, static_cast<off_t>(size_)) != 0;
    errno = reason;
    fail(path_, "write to the journal");
  }
  torn_ = false;
  size_ += lines.size();
  if (!last && seconds - synced_ < sync_) return;
  sync();
  synced_ = seconds;
}

void Journal::sync() {
  if (std::isfinite(sync_) && fdatasync(file_) != 0) fail(path_, "flush the journal");
}

}  // namespace nilgrad
