#include "runtime/transformer/checkpoint/replaced_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/output_file.hpp"
#include "runtime/transformer/checkpoint/weights_folder.hpp"

namespace nilgrad::transformer {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw_error(ErrorKind::file, "{}: {}", path.string(), why);
}

/// Absolute, without a slash at the end, and what a link leads to.
fs::path resolved(const fs::path& folder) {
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  const fs::path plain = absolute.has_filename() ? absolute : absolute.parent_path();
  return fs::exists(plain) ? fs::canonical(plain) : plain;
}

bool is_of_a_checkpoint(const std::string& name) {
  const bool weights = (name.starts_with("model") && name.ends_with(".safetensors")) ||
                       (name.starts_with("pytorch_model") && name.ends_with(".bin"));
  const auto files = tokenizer_files();
  const bool adapters = name == "adapters.json" || name == "adapters.safetensors";
  return weights || adapters || name == "config.json" || name == "model.safetensors.index.json" ||
         name == "pytorch_model.bin.index.json" || std::find(files.begin(), files.end(), name) != files.end();
}

void require_replaceable(const fs::path& target) {
  if (!fs::exists(fs::symlink_status(target))) return;
  if (!fs::is_directory(target)) refuse(target, "exists and is no folder");
  if (fs::is_empty(target)) return;
  if (!fs::exists(target / "config.json") || find_weights(target).empty())
    refuse(target, "exists and holds no checkpoint that could be replaced; choose another name");
}

/// Folders beside that processes which are gone left half written (or half emptied: files that belong to no checkpoint
/// stay, in their folder).
void remove_left_behind(const fs::path& target) {
  const std::string prefix = target.filename().string() + ".tmp-";
  std::error_code ignored;
  std::vector<fs::path> left;
  for (const fs::directory_entry& entry : fs::directory_iterator(target.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    pid_t process = 0;
    if (!name.starts_with(prefix) || !entry.is_directory(ignored) || entry.is_symlink(ignored)) continue;
    const auto [end, error] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
    if (error != std::errc() || *end != '-' || process <= 0 || kill(process, 0) == 0 || errno != ESRCH) continue;
    left.push_back(entry.path());
  }
  for (const fs::path& folder : left) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
      if (is_of_a_checkpoint(entry.path().filename().string())) fs::remove(entry.path(), ignored);
    fs::remove(folder, ignored);
  }
}

fs::path create_beside(const fs::path& target) {
  for (int number = 0;; ++number) {
    fs::path fresh = target;
    fresh += ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(number);
    std::error_code failure;
    if (fs::create_directory(fresh, failure)) return fresh;
    if (failure) refuse(fresh, "cannot create this folder: " + failure.message());
  }
}

}  // namespace

std::span<const char* const> tokenizer_files() noexcept {
  static constexpr std::array names = {
      "tokenizer.json",     "tokenizer_config.json",   "vocab.json",      "merges.txt",
      "added_tokens.json",  "special_tokens_map.json", "tokenizer.model", "chat_template.jinja",
      "chat_template.json", "generation_config.json"};
  return names;
}

ReplacedFolder::ReplacedFolder(const fs::path& target) : target_(resolved(target)) {
  require_replaceable(target_);
  // Where the target is not there, one of them may be all that there is, until this one is in place.
  if (fs::exists(target_) && !fs::is_empty(target_)) remove_left_behind(target_);
  fresh_ = create_beside(target_);
}

ReplacedFolder::~ReplacedFolder() {
  std::error_code ignored;
  if (!published_) fs::remove_all(fresh_, ignored);
}

void ReplacedFolder::publish() {
  sync_folder(fresh_);
  require_replaceable(target_);
  if (!fs::exists(target_) || fs::is_empty(target_)) {
    if (::rename(fresh_.c_str(), target_.c_str()) != 0)
      refuse(target_, std::string("cannot be put in place: ") + std::strerror(errno));
    published_ = true;
  } else {
    exchange();
  }
  sync_folder(target_.parent_path());
  remove_left_behind(target_);
}

void ReplacedFolder::exchange() {
  fs::path old = fresh_;
  if (renameat2(AT_FDCWD, fresh_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
    old = fresh_.string() + "-old";  // a file system that cannot exchange: for a moment there is no target
    const bool aside = ::rename(target_.c_str(), old.c_str()) == 0;
    if (!aside || ::rename(fresh_.c_str(), target_.c_str()) != 0) {
      const int reason = errno;
      if (aside) (void)::rename(old.c_str(), target_.c_str());
      refuse(target_, std::string("cannot be replaced: ") + std::strerror(reason));
    }
  }
  published_ = true;
  sync_folder(target_.parent_path());
  keep_other_files(old);
}

void ReplacedFolder::keep_other_files(const fs::path& old) const {
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(old)) {
    const fs::path name = entry.path().filename();
    if (is_of_a_checkpoint(name.string()))
      fs::remove(entry.path(), failure);
    else
      fs::rename(entry.path(), target_ / name, failure);
    if (failure) refuse(entry.path(), "remains of what was replaced: " + failure.message());
  }
  if (!fs::remove(old, failure)) refuse(old, "remains of what was replaced: " + failure.message());
}

}  // namespace nilgrad::transformer
