#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace nilgrad {

/// A journal's file, open and locked (flock): it appears with its first lines or not at all, is only ever appended to,
/// with one system call a time, and is cut back to its whole records where a write was not finished.
class AppendedFile {
 public:
  /// A new file, whose first lines are on the disk when this returns if it is ever `flushed`. Throws Error(file) when
  /// there is something at the path already.
  static AppendedFile create(const std::filesystem::path& path, std::string_view first_lines, bool flushed);
  /// Throws Error(state) while another run has it open.
  static AppendedFile open(const std::filesystem::path& path, bool flushed);
  /// Whether a run has it open, here or in another process.
  static bool in_use(const std::filesystem::path& path);

  AppendedFile(AppendedFile&& other) noexcept;
  AppendedFile& operator=(AppendedFile&& other) = delete;
  ~AppendedFile();

  const std::filesystem::path& path() const { return path_; }
  /// What is behind the first `bytes` is torn, and cut off before anything is appended.
  void keep(std::uint64_t bytes, bool torn);
  /// Throws Error(file), leaving the file as it was, when it cannot be written.
  void append(std::string_view lines);
  /// What was appended is on the disk, if the file is ever flushed.
  void flush();

 private:
  AppendedFile(std::filesystem::path path, int file, bool flushed)
      : path_(std::move(path)), file_(file), flushed_(flushed) {}
  void cut_torn_end();

  std::filesystem::path path_;
  int file_;
  bool flushed_;
  std::uint64_t size_ = 0;  // of the whole records
  bool torn_ = false;       // there is something after them
};

}  // namespace nilgrad
