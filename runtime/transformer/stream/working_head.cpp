#include "runtime/transformer/stream/working_head.hpp"

#include <zlib.h>

#include <nlohmann/json.hpp>

namespace nilgrad::transformer {
namespace {

constexpr std::string_view magic = "nilgrad weights ";
constexpr int version = 1;
constexpr std::size_t first_line = 48, largest_head = std::size_t{1} << 28;

std::uint32_t checksum_of(std::string_view text) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

std::string line_of(std::string_view text) {
  std::string line = fmt::format("{}{} {} {:08x}", magic, version, text.size(), checksum_of(text));
  line.resize(first_line - 1, ' ');
  return line + '\n';
}

}  // namespace

std::string working_head(const WeightSource& source, const std::string& fingerprint) {
  nlohmann::ordered_json json = {
      {"checkpoint", fingerprint}, {"made_from", source.made_from}, {"layers", source.layers}};
  for (const TensorForm& form : source.tensors)
    json["tensors"].push_back(
        {form.name, name_of(form.dtype), std::vector<std::int64_t>(form.shape.begin(), form.shape.end())});
  const std::string text = json.dump() + "\n";
  return line_of(text) + text;
}

HeadParts read_working_head(const std::function<bool(std::uint64_t, char*, std::size_t)>& read) {
  HeadParts parts;
  std::string line(first_line, '\0');
  int found_version = 0;
  std::size_t length = 0;
  std::uint32_t checksum = 0;
  if (!read(0, line.data(), line.size()) || !line.starts_with(magic) ||
      std::sscanf(line.c_str() + magic.size(), "%d %zu %x", &found_version, &length, &checksum) != 3) {
    parts.problem = "no working file; option 'stream' is the path of one, or of one to be made";
    return parts;
  }
  if (found_version != version) {
    parts.problem = fmt::format("a working file of format {}; this program reads format {}", found_version, version);
    return parts;
  }
  std::string text(std::min(length, largest_head), '\0');
  if (!read(first_line, text.data(), text.size()) || checksum_of(text) != checksum) {
    parts.problem = "its head is damaged; remove it to begin again from the checkpoint";
    return parts;
  }
  const auto json = nlohmann::json::parse(text);  // as it was written, by its checksum
  parts.fingerprint = json.at("checkpoint").get<std::string>();
  parts.made_from = json.at("made_from").get<std::string>();
  parts.text = line + text;
  return parts;
}

}  // namespace nilgrad::transformer
