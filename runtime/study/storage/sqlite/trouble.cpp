#include "runtime/study/storage/sqlite/trouble.hpp"

#include <filesystem>

#include "runtime/error.hpp"
#include "runtime/study/storage/patience.hpp"

namespace nilgrad::study {
namespace {

std::string why_not_opened(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::path file(path);
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (std::filesystem::is_directory(file, ignored)) return "it is a folder; name a file";
  if (!std::filesystem::exists(folder, ignored))
    return fmt::format("there is no folder {}; make it, or mount what it lies on", folder.string());
  return "look at the permissions of the file and of its folder";
}

}  // namespace

void throw_trouble(int code, const std::string& path, const std::string& message) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Transient("another process keeps it locked, or the disk is slow",
                      "End the process that keeps it locked (fuser names it); what was finished is kept.");
    case SQLITE_FULL:
      throw Transient("the disk is full", "Make room, then start again: what was finished is kept.");
    case SQLITE_IOERR:
      throw Transient(
          fmt::format("reading or writing failed ({})", message),
          "Look whether its disk is still mounted and has room, then start again: what was finished is kept.");
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
      throw Transient(message, "Start again: what was finished is kept.");
    case SQLITE_NOTADB:
      throw_error(ErrorKind::file, "{} is not a database of SQLite; name another file, or move this one away", path);
    case SQLITE_CORRUPT:
      throw_error(
          ErrorKind::file,
          "{} is damaged ({}); take a copy of it from before, or save what can be read with: sqlite3 {} .recover", path,
          message, path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw_error(ErrorKind::file,
                  "{} cannot be written (it, its folder, or the disk is read-only); copy it to where it can", path);
    case SQLITE_CANTOPEN:
      throw_error(ErrorKind::file, "{} cannot be opened: {}", path, why_not_opened(path));
    default:
      throw_error(ErrorKind::file, "{}: {} (SQLite's code {})", path, message, code);
  }
}

}  // namespace nilgrad::study
