#pragma once
#include <filesystem>
#include <span>

namespace nilgrad::transformer {

/// A checkpoint's folder while it is written: a new one beside the target, which takes the target's place at the end or
/// is removed; by the next of the same target where its process is killed.
class ReplacedFolder {
 public:
  /// Throws Error(file) when the target exists and is neither empty nor holds a checkpoint, and when its parent is no
  /// folder that can be written.
  explicit ReplacedFolder(const std::filesystem::path& target);
  ~ReplacedFolder();
  ReplacedFolder(const ReplacedFolder&) = delete;
  ReplacedFolder& operator=(const ReplacedFolder&) = delete;

  /// Where to write.
  const std::filesystem::path& path() const noexcept { return fresh_; }

  /// Takes the target's place, in one step where the file system can exchange two names. Files of the target that
  /// belong to no checkpoint are kept. A crash leaves the target either as it was or as it shall be, at worst with
  /// those files still in the folder beside.
  void publish();

 private:
  void exchange();
  void keep_other_files(const std::filesystem::path& old) const;

  std::filesystem::path target_, fresh_;
  bool published_ = false;
};

/// What saving copies beside weights and config.json.
std::span<const char* const> tokenizer_files() noexcept;

}  // namespace nilgrad::transformer
