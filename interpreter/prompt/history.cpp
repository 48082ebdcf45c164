#include "interpreter/prompt/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>

#include "interpreter/call.hpp"

namespace nilgrad::interpreter {
namespace {

std::size_t hash(std::string_view unit) { return std::hash<std::string_view>{}(unit); }

/// Keeps the last of equal units and the last of all; order stays.
std::vector<std::string> latest(std::vector<std::string> units) {
  std::unordered_set<std::string> seen;
  std::vector<std::string> kept;
  for (auto unit = units.rbegin(); unit != units.rend() && kept.size() < History::limit; ++unit)
    if (seen.insert(*unit).second) kept.push_back(std::move(*unit));
  std::ranges::reverse(kept);
  return kept;
}

void warn(const std::string& message) { print_error("nilgrad", message); }

}  // namespace

std::string history_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state && *state) return std::string(state) + "/nilgrad/history";
  if (home && *home) return std::string(home) + "/.local/share/nilgrad/history";
  return "";
}

bool is_blank(std::string_view unit) { return unit.find_first_not_of(" \t\n") == std::string_view::npos; }

History::History(const std::string& path) {
  if (!path.empty()) file_.emplace(path);
}

History::~History() {
  if (untidy_) tidy_up();
}

std::vector<std::string> History::load() {
  if (!file_) return {};
  try {
    HistoryContents contents = file_->read();
    if (contents.skipped_bytes > 0)
      warn(fmt::format("the history '{}' is too large; its last {} MiB are kept", history_path(),
                       HistoryFile::most_bytes >> 20));
    if (contents.unreadable_lines > 0)
      warn(fmt::format("the history '{}' has {} lines that are no text; they are left out", history_path(),
                       contents.unreadable_lines));
    const std::size_t found = contents.units.size();
    std::vector<std::string> units = latest(std::move(contents.units));
    untidy_ = units.size() < found || contents.skipped_bytes > 0 || contents.unreadable_lines > 0;
    for (const std::string& unit : units) written_.insert(hash(unit));
    return units;
  } catch (const std::exception& error) {
    go_without(error.what());
    return {};
  }
}

void History::append(std::string_view unit) {
  if (!file_ || is_blank(unit) || unit.size() > longest_unit) return;
  try {
    file_->append(unit);
    if (!written_.insert(hash(unit)).second) untidy_ = true;
  } catch (const std::exception& error) {
    go_without(error.what());
  }
  if (written_.size() > 2 * limit) tidy_up();
}

void History::tidy_up() {
  if (!file_) return;
  try {
    written_.clear();
    for (const std::string& unit : file_->rewrite(latest)) written_.insert(hash(unit));
    untidy_ = false;
  } catch (const std::exception& error) {
    go_without(error.what());
  }
}

void History::go_without(const char* problem) {
  warn(fmt::format("{}; this session's chunks are not kept", problem));
  file_.reset();
}

}  // namespace nilgrad::interpreter
