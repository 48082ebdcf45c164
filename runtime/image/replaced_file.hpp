#pragma once
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace nilgrad {

/// A file written beside its place and then renamed, so that it is there whole or as it was before. Throws Error(file),
/// beginning with "cannot write" and the path.
class ReplacedFile {
 public:
  explicit ReplacedFile(std::filesystem::path path);
  /// Removes what was written, unless it is in its place.
  ~ReplacedFile();
  ReplacedFile(const ReplacedFile&) = delete;
  ReplacedFile& operator=(const ReplacedFile&) = delete;

  void write(std::string_view bytes);
  /// Puts it in its place.
  void finish();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_, partial_;
  std::ofstream file_;
  bool finished_ = false;
};

void replace_file(const std::filesystem::path& path, std::string_view content);

}  // namespace nilgrad
