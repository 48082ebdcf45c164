#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>

namespace nilgrad::transformer {

/// A file's bytes in memory, private to this process: writing to them copies the page and leaves the file as it is.
/// The file may be replaced (renamed over, removed) meanwhile, but not shortened.
class MappedFile {
 public:
  /// Throws Error(file), beginning with the path, for what is no readable file or empty.
  static std::shared_ptr<MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::byte* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  MappedFile(std::filesystem::path path, std::byte* data, std::size_t size);

  std::filesystem::path path_;
  std::byte* data_;
  std::size_t size_;
};

}  // namespace nilgrad::transformer
