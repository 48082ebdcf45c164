#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/transformer/checkpoint/mapped_file.hpp"

namespace nilgrad::transformer {

/// A zip archive whose members are stored as they are, as torch.save writes it, or may be deflated, as numpy's are.
/// Members compressed otherwise or encrypted, names that are not plain relative paths, and members outside the file are
/// refused. Throws Error(file) naming the file and the member.
class ZipFile {
 public:
  enum class Packing { stored, deflated };

  struct Member {
    std::uint64_t begin = 0, size = 0;  ///< its bytes in the file
    bool deflated = false;
    std::uint64_t unpacked_size = 0;
    std::uint32_t crc = 0;  ///< of what is unpacked, as the directory says
  };

  explicit ZipFile(std::shared_ptr<MappedFile> file, Packing most = Packing::stored);

  const std::unordered_map<std::string, Member>& members() const noexcept { return members_; }
  /// nullptr where there is none.
  const Member* find(const std::string& name) const;
  std::string_view text(const Member& member) const;

 private:
  std::shared_ptr<MappedFile> file_;
  std::unordered_map<std::string, Member> members_;
};

}  // namespace nilgrad::transformer
