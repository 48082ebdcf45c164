#pragma once
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace nilgrad::transformer {

/// A new file. Throws Error(file), beginning with the path, when it cannot be written, the disk being full, say.
class OutputFile {
 public:
  /// `size` is asked of the disk at once where it can do that, so that too little room shows before the writing.
  OutputFile(std::filesystem::path path, std::size_t size);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(const void* data, std::size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Waits until the disk has it all.
  void finish();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  std::size_t size_;
  int file_;
};

void write_file(const std::filesystem::path& path, std::string_view content);

/// Waits until the disk has a folder's names.
void sync_folder(const std::filesystem::path& folder);

}  // namespace nilgrad::transformer
