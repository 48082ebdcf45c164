#include "runtime/transformer/checkpoint/strict_json.hpp"

#include <set>
#include <string>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/mapped_file.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad::transformer {
namespace {

using nlohmann::json;

constexpr int deepest = 64;
constexpr std::size_t longest = 100'000'000;

/// Watches a parse from its events.
class Watch {
 public:
  explicit Watch(const std::string& where) : where_(where) {}

  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    if (depth > deepest) throw_error(ErrorKind::file, "{}: nested more than {} deep", where_, deepest);
    if (event == json::parse_event_t::object_start) names_.emplace_back();
    if (event == json::parse_event_t::object_end) names_.pop_back();
    if (event == json::parse_event_t::key && !names_.back().insert(parsed.get_ref<const std::string&>()).second)
      throw_error(ErrorKind::file, "{}: {} stands there twice", where_,
                  shown_name(parsed.get_ref<const std::string&>()));
    return true;
  }

 private:
  const std::string& where_;
  std::vector<std::set<std::string>> names_;
};

/// nlohmann's message without its "[json.exception…] " in front.
std::string plain(const char* message) {
  const std::string text = message;
  const std::size_t end = text.find("] ");
  return end == std::string::npos ? text : text.substr(end + 2);
}

}  // namespace

json parse_strict(std::string_view text, const std::string& where) {
  try {
    return json::parse(text, Watch(where));
  } catch (const json::exception& error) {
    throw_error(ErrorKind::file, "{}: no JSON: {}", where, plain(error.what()));
  }
}

json read_strict(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  if (file->size() > longest)
    throw_error(ErrorKind::file, "{}: {} bytes are too long for a description of a model", path.string(), file->size());
  return parse_strict({reinterpret_cast<const char*>(file->data()), file->size()}, path.string());
}

}  // namespace nilgrad::transformer
