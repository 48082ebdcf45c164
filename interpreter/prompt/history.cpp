#include "interpreter/prompt/history.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_set>

namespace nilgrad::interpreter {
namespace {

std::string escape(std::string_view unit) {
  std::string line;
  for (const char c : unit) {
    if (c == '\n')
      line += "\\n";
    else if (c == '\\')
      line += "\\\\";
    else
      line += c;
  }
  return line += '\n';
}

std::string unescape(std::string_view line) {
  std::string unit;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size();
    if (escaped) ++i;
    unit += escaped && line[i] == 'n' ? '\n' : line[i];
  }
  return unit;
}

/// Creates the file if need be; true when all of `text` was written.
bool write_privately(const std::string& path, int flags, std::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  fchmod(file, S_IRUSR | S_IWUSR);
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return close(file) == 0 && written;
}

/// Keeps the last of equal units and the last `limit` of all; order stays.
std::vector<std::string> latest(std::vector<std::string> units, std::size_t limit) {
  std::unordered_set<std::string> seen;
  std::vector<std::string> kept;
  for (auto unit = units.rbegin(); unit != units.rend() && kept.size() < limit; ++unit)
    if (seen.insert(*unit).second) kept.push_back(std::move(*unit));
  std::ranges::reverse(kept);
  return kept;
}

}  // namespace

std::string history_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state && *state) return std::string(state) + "/nilgrad/history";
  if (home && *home) return std::string(home) + "/.local/share/nilgrad/history";
  return "";
}

std::vector<std::string> History::load() {
  std::vector<std::string> units;
  std::ifstream file(path_);
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.find('\0') == std::string::npos) units.push_back(unescape(line));
  const bool overgrown = units.size() >= 2 * limit;
  units = latest(std::move(units), limit);
  if (overgrown) {
    std::string text;
    for (const std::string& unit : units) text += escape(unit);
    const std::string beside = path_ + ".new";
    if (write_privately(beside, O_TRUNC, text)) std::rename(beside.c_str(), path_.c_str());
  }
  return units;
}

void History::append(std::string_view unit) {
  if (path_.empty()) return;
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
  if (std::filesystem::create_directories(folder, ignored)) chmod(folder.c_str(), S_IRWXU);
  write_privately(path_, O_APPEND, escape(unit));
}

}  // namespace nilgrad::interpreter
