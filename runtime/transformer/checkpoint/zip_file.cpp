#include "runtime/transformer/checkpoint/zip_file.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::uint32_t end_mark = 0x06054b50, end64_locator_mark = 0x07064b50, end64_mark = 0x06064b50;
constexpr std::uint32_t directory_mark = 0x02014b50, member_mark = 0x04034b50;
constexpr std::uint64_t end_length = 22, locator_length = 20, end64_length = 56, entry_length = 46, local_length = 30;
constexpr std::uint64_t in_zip64 = 0xffffffff;

/// What an entry of the central directory says.
struct Entry {
  std::string name;
  std::uint64_t size = 0, packed_size = 0, local_begin = 0;
  unsigned flags = 0, method = 0;
  std::uint32_t crc = 0;
  std::uint64_t length = 0;  // of the entry
};

struct Directory {
  std::uint64_t begin = 0, size = 0, entries = 0;
};

bool is_plain(std::string_view name) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return name.find('\\') == name.npos && name.find('\0') == name.npos;
}

/// Reads the directory. Every position is checked before anything is read there.
class Archive {
 public:
  Archive(const MappedFile& file, ZipFile::Packing most) : file_(file), most_(most) {}

  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", file_.path().string(), fmt::format(format, std::forward<Args>(args)...));
  }

  bool holds(std::uint64_t begin, std::uint64_t length) const {
    return begin <= file_.size() && length <= file_.size() - begin;
  }

  template <class T>
  T read(std::uint64_t at) const {
    if (!holds(at, sizeof(T))) refuse("cut off: a record of the zip ends after the file does");
    T value;
    std::memcpy(&value, file_.data() + at, sizeof value);
    return value;
  }

  std::string_view text(std::uint64_t begin, std::uint64_t length) const {
    if (!holds(begin, length)) refuse("cut off: a record of the zip ends after the file does");
    return {reinterpret_cast<const char*>(file_.data()) + begin, length};
  }

  Directory directory() const {
    const std::uint64_t end = find_end();
    Directory directory{read<std::uint32_t>(end + 16), read<std::uint32_t>(end + 12), read<std::uint16_t>(end + 10)};
    const bool zip64 = directory.begin == in_zip64 || directory.size == in_zip64 || directory.entries == 0xffff;
    if (zip64 && end >= locator_length && read<std::uint32_t>(end - locator_length) == end64_locator_mark) {
      const auto end64 = read<std::uint64_t>(end - locator_length + 8);
      if (!holds(end64, end64_length) || read<std::uint32_t>(end64) != end64_mark)
        refuse("the zip64 record is not where the zip says");
      directory = {read<std::uint64_t>(end64 + 48), read<std::uint64_t>(end64 + 40), read<std::uint64_t>(end64 + 32)};
    }
    if (directory.begin > end || directory.size > end - directory.begin)
      refuse("the zip's directory is not within the file");
    return directory;
  }

  Entry entry(std::uint64_t at) const {
    if (read<std::uint32_t>(at) != directory_mark) refuse("the zip's directory is damaged at byte {}", at);
    const auto name_length = read<std::uint16_t>(at + 28), extra_length = read<std::uint16_t>(at + 30);
    Entry entry;
    entry.flags = read<std::uint16_t>(at + 8);
    entry.method = read<std::uint16_t>(at + 10);
    entry.crc = read<std::uint32_t>(at + 16);
    entry.packed_size = read<std::uint32_t>(at + 20);
    entry.size = read<std::uint32_t>(at + 24);
    entry.local_begin = read<std::uint32_t>(at + 42);
    entry.name = text(at + entry_length, name_length);
    entry.length = entry_length + name_length + extra_length + read<std::uint16_t>(at + 32);
    widen(entry, text(at + entry_length + name_length, extra_length), at + entry_length + name_length);
    return entry;
  }

  /// Where the bytes of a member are; they end before the directory begins.
  ZipFile::Member member(const Entry& entry, std::uint64_t directory_begin) const {
    const std::string name = shown_name(entry.name);
    if (!is_plain(entry.name)) refuse("zip member {} is not a plain name", name);
    if (entry.flags & 1) refuse("zip member {} is encrypted", name);
    const bool deflated = entry.method == 8;
    if (most_ == ZipFile::Packing::stored && entry.method != 0)
      refuse("zip member {} is compressed, which torch.save never does", name);
    if (!deflated && entry.method != 0) refuse("zip member {} is compressed by method {}", name, entry.method);
    if (!deflated && entry.packed_size != entry.size)
      refuse("zip member {} is stored as it is, but has {} bytes for {}", name, entry.packed_size, entry.size);
    const std::uint64_t at = entry.local_begin;
    if (!holds(at, local_length) || read<std::uint32_t>(at) != member_mark ||
        text(at + local_length, read<std::uint16_t>(at + 26)) != entry.name)
      refuse("zip member {} is not where the directory says", name);
    const std::uint64_t begin = at + local_length + entry.name.size() + read<std::uint16_t>(at + 28);
    if (begin > directory_begin || entry.packed_size > directory_begin - begin)
      refuse("zip member {} of {} bytes reaches beyond the members' part of the file", name, entry.packed_size);
    return {begin, entry.packed_size, deflated, entry.size, entry.crc};
  }

 private:
  /// The end record, which only a comment may follow.
  std::uint64_t find_end() const {
    const std::uint64_t size = file_.size(), longest_comment = 0xffff;
    for (std::uint64_t back = end_length; back <= std::min(size, end_length + longest_comment); ++back)
      if (read<std::uint32_t>(size - back) == end_mark && read<std::uint16_t>(size - back + 20) == back - end_length)
        return size - back;
    if (size >= 4 && read<std::uint32_t>(0) == member_mark) refuse("cut off: the zip's directory is missing");
    refuse("no zip archive; files of torch before 1.6 must be loaded and saved again with a later one");
  }

  /// Sizes and positions of 4 GiB and more stand in an extra field.
  void widen(Entry& entry, std::string_view extra, std::uint64_t extra_begin) const {
    for (std::size_t at = 0; at + 4 <= extra.size();) {
      const auto kind = read<std::uint16_t>(extra_begin + at);
      const std::size_t length = read<std::uint16_t>(extra_begin + at + 2), end = at + 4 + length;
      if (end > extra.size()) refuse("zip member {}: its extra field is damaged", shown_name(entry.name));
      if (kind == 1) {
        std::size_t next = at + 4;
        for (std::uint64_t* value : {&entry.size, &entry.packed_size, &entry.local_begin}) {
          if (*value != in_zip64) continue;
          if (next + 8 > end) refuse("zip member {}: its zip64 field is too short", shown_name(entry.name));
          *value = read<std::uint64_t>(extra_begin + next);
          next += 8;
        }
      }
      at = end;
    }
  }

  const MappedFile& file_;
  ZipFile::Packing most_;
};

}  // namespace

ZipFile::ZipFile(std::shared_ptr<MappedFile> file, Packing most) : file_(std::move(file)) {
  const Archive archive(*file_, most);
  const Directory directory = archive.directory();
  std::uint64_t at = directory.begin;
  const std::uint64_t end = directory.begin + directory.size;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    const Entry entry = archive.entry(at);
    if (entry.length > end - at) archive.refuse("the zip's directory is longer than it says");
    at += entry.length;
    if (!members_.emplace(entry.name, archive.member(entry, directory.begin)).second)
      archive.refuse("zip member {} stands there twice", shown_name(entry.name));
  }
  if (at != end) archive.refuse("the zip's directory is shorter than it says");
}

const ZipFile::Member* ZipFile::find(const std::string& name) const {
  const auto found = members_.find(name);
  return found == members_.end() ? nullptr : &found->second;
}

std::string_view ZipFile::text(const Member& member) const {
  return {reinterpret_cast<const char*>(file_->data()) + member.begin, member.size};
}

}  // namespace nilgrad::transformer
