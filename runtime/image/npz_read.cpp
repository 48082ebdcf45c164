#include <zlib.h>

#include <algorithm>
#include <map>

#include "runtime/image/npy.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/zip_file.hpp"

namespace nilgrad {
namespace {

using transformer::MappedFile, transformer::ZipFile;

constexpr std::uint64_t most_unpacked = std::uint64_t{1} << 32;
constexpr std::uint64_t deflate_ratio = 1032;  // no deflated byte stands for more

class Inflater {
 public:
  Inflater() { working_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Exactly `to.size()` bytes from all of `from`?
  bool unpack(std::string_view from, std::string& to) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    std::size_t done = 0;
    const char* const from_end = from.data() + from.size();
    int state = working_ ? Z_OK : Z_MEM_ERROR;
    while (state == Z_OK) {
      constexpr std::size_t most = std::size_t{1} << 30;
      stream_.avail_in = static_cast<uInt>(
          std::min(most, static_cast<std::size_t>(from_end - reinterpret_cast<const char*>(stream_.next_in))));
      stream_.next_out = reinterpret_cast<Bytef*>(to.data() + done);
      stream_.avail_out = static_cast<uInt>(std::min(most, to.size() - done));
      const uInt room = stream_.avail_out;
      state = inflate(&stream_, Z_NO_FLUSH);
      done += room - stream_.avail_out;
    }
    return state == Z_STREAM_END && done == to.size() && reinterpret_cast<const char*>(stream_.next_in) == from_end;
  }

 private:
  z_stream stream_{};
  bool working_ = false;
};

std::uint32_t sum_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

StoredNumbers read_member(const ZipFile& zip, const ZipFile::Member& member, const std::shared_ptr<MappedFile>& file,
                          const std::string& name) {
  std::string_view bytes = zip.text(member);
  std::shared_ptr<const void> owner = file;
  if (member.deflated) {
    if (member.unpacked_size > most_unpacked || member.unpacked_size / deflate_ratio > member.size)
      throw_error(ErrorKind::file, "{}: {} bytes that claim to unpack to {}; at most {} GiB are unpacked", name,
                  member.size, member.unpacked_size, most_unpacked >> 30);
    auto unpacked = std::make_shared<std::string>(member.unpacked_size, '\0');
    if (!Inflater().unpack(bytes, *unpacked))
      throw_error(ErrorKind::file, "{}: damaged: it does not unpack to the {} bytes that the zip says", name,
                  member.unpacked_size);
    bytes = *unpacked;
    owner = unpacked;
  }
  if (sum_of(bytes) != member.crc) throw_error(ErrorKind::file, "{}: damaged: its CRC-32 is another", name);
  return parse_npy(bytes, name, std::move(owner));
}

std::string without_ending(const std::string& name) {
  return name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
}

}  // namespace

std::vector<std::pair<std::string, StoredNumbers>> open_npz(const std::filesystem::path& path,
                                                            std::span<const std::string> wanted) {
  const auto file = MappedFile::open(path);
  const ZipFile zip(file, ZipFile::Packing::deflated);
  std::map<std::string, const ZipFile::Member*> members;
  std::string names;
  for (const auto& [name, member] : zip.members()) members[without_ending(name)] = &member;
  for (const auto& [name, member] : members) names += (names.empty() ? "" : ", ") + transformer::shown_name(name);
  if (members.empty()) throw_error(ErrorKind::file, "{}: holds no array", path.string());
  std::vector<std::pair<std::string, StoredNumbers>> arrays;
  const auto add = [&](const std::string& name, const ZipFile::Member& member) {
    arrays.emplace_back(name, read_member(zip, member, file, path.string() + ": " + transformer::shown_name(name)));
  };
  for (const std::string& name : wanted) {
    const auto found = members.find(name);
    if (found == members.end())
      throw_error(ErrorKind::file, "{}: has no array '{}'; it has {}", path.string(), name, names);
    add(name, *found->second);
  }
  if (wanted.empty())
    for (const auto& [name, member] : members) add(name, *member);
  return arrays;
}

}  // namespace nilgrad
