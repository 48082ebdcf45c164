#include "interpreter/prompt/completion/files.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "interpreter/prompt/completion/tokens.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr int entries_looked_at = 20000;  // of one folder

/// f(name) for each entry of a folder, but "." and ".."; f returns whether to go on. A folder that cannot be read has
/// none.
template <class F>
void each_entry(const std::string& folder, const F& f) {
  const auto close = [](DIR* open) { closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> open(opendir(folder.empty() ? "." : folder.c_str()), close);
  if (!open) return;
  int looked_at = 0;
  for (const dirent* entry; (entry = readdir(open.get())) && looked_at < entries_looked_at; ++looked_at) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != ".." && !f(name)) return;
  }
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

bool fits_a_string(std::string_view name) {
  const auto is_awkward = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '"' || c == '\'' || c == '\\'; };
  return std::ranges::none_of(name, is_awkward);
}

std::vector<std::string> sorted(std::vector<std::string> found) {
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// A place of package.path: "./?.lua" is { "./", ".lua" }.
struct Template {
  std::string before, after;
};

std::vector<Template> read_templates(std::string_view text) {
  std::vector<Template> templates;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view each = text.substr(0, end);
    const std::size_t mark = each.find('?');
    if (mark != std::string_view::npos && each.find('?', mark + 1) == std::string_view::npos)
      templates.push_back({std::string(each.substr(0, mark)), std::string(each.substr(mark + 1))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return templates;
}

bool holds_file_like(const std::string& folder, std::string_view suffix) {
  bool holds = false;
  each_entry(folder, [&](std::string_view name) {
    holds = name.size() > suffix.size() && name.ends_with(suffix);
    return !holds;
  });
  return holds;
}

/// What a template finds for "a.b.c" in its folder a/b/.
void add_modules(const Template& place, const std::string& parents, std::string_view begun,
                 std::vector<std::string>& found) {
  std::string within = parents;
  std::ranges::replace(within, '.', '/');
  const bool of_files = place.after.find('/') == std::string::npos;
  const std::size_t slash = place.before.rfind('/');
  const std::string name_begins = slash == std::string::npos ? place.before : place.before.substr(slash + 1);
  if (!name_begins.empty()) return;  // "./lib?.lua"
  const std::string folder = place.before + within;
  each_entry(folder, [&](std::string_view name) {
    const bool is_file = of_files && name.ends_with(place.after) && name.size() > place.after.size();
    const std::string module(is_file ? name.substr(0, name.size() - place.after.size()) : name);
    if (!module.starts_with(begun) || module.find_first_of(". ") != std::string::npos) return true;
    if (is_file || (!of_files && exists(folder + module + place.after)))
      found.push_back(parents + module);
    else if (of_files && holds_file_like(folder + module, place.after))
      found.push_back(parents + module + ".");
    return true;
  });
}

}  // namespace

std::vector<std::string> files_of(std::string_view begun) {
  const std::size_t slash = begun.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : begun.substr(0, slash + 1));
  const std::string_view name_begins = begun.substr(folder.size());
  std::vector<std::string> found;
  each_entry(folder, [&](std::string_view name) {
    const bool hidden = name.starts_with('.') && name_begins.empty();
    if (!hidden && name.starts_with(name_begins) && fits_a_string(name))
      found.push_back(std::string(name) + (is_folder(folder + std::string(name)) ? "/" : ""));
    return true;
  });
  return sorted(std::move(found));
}

std::vector<std::string> modules_of(std::string_view begun, std::string_view templates) {
  const std::size_t dot = begun.rfind('.');
  const std::string parents(dot == std::string_view::npos ? "" : begun.substr(0, dot + 1));
  std::vector<std::string> found;
  for (const Template& place : read_templates(templates))
    add_modules(place, parents, begun.substr(parents.size()), found);
  return sorted(std::move(found));
}

}  // namespace nilgrad::interpreter
