#include "interpreter/prompt/errors/source_line.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <vector>

#include "interpreter/prompt/unit.hpp"
#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr int levels_looked_at = 100;
constexpr std::size_t longest_line = 4096;  // in which a place is looked for

bool joins(std::string_view text, std::size_t i) {
  return i < text.size() && (text[i] == '_' || std::isalnum(static_cast<unsigned char>(text[i])));
}

/// Where `word` stands in the line, not as a part of a longer name.
std::vector<std::size_t> places_of(std::string_view word, std::string_view line) {
  std::vector<std::size_t> places;
  if (word.empty() || line.size() > longest_line) return places;
  for (std::size_t i = line.find(word); i != std::string_view::npos; i = line.find(word, i + 1)) {
    const bool begins = !joins(word, 0) || i == 0 || !joins(line, i - 1);
    const bool ends = !joins(word, word.size() - 1) || !joins(line, i + word.size());
    if (begins && ends) places.push_back(i);
  }
  return places;
}

/// What stands between the first quotes of a message.
std::string_view quoted_in(std::string_view message) {
  const std::size_t open = message.find('\'');
  if (open == std::string_view::npos) return {};
  const std::size_t close = message.find('\'', open + 1);
  return close == std::string_view::npos ? std::string_view() : message.substr(open + 1, close - open - 1);
}

/// Whether the name that ends before byte `end` is indexed or called there.
bool is_used(std::string_view line, std::size_t end) {
  const std::size_t next = line.find_first_not_of(" \t", end);
  return next != std::string_view::npos && std::string_view(".:[({\"'").find(line[next]) != std::string_view::npos;
}

/// The name that the message is about is pointed at where the line has it once, or uses it once so as the message says.
SourceLine about(std::string_view line, std::string_view message) {
  SourceLine found{std::string(line)};
  const std::string_view name = quoted_in(message);
  std::vector<std::size_t> places = places_of(name, line);
  const bool in_use = message.find("attempt to index") != std::string_view::npos ||
                      message.find("attempt to call") != std::string_view::npos;
  if (places.size() > 1 && in_use)
    std::erase_if(places, [&](std::size_t place) { return !is_used(line, place + name.size()); });
  if (places.size() == 1) found.begin = places[0], found.length = name.size();
  return found;
}

std::string line_of_file(const std::filesystem::path& path, int number) {
  std::error_code ignored;
  std::string line;
  if (!std::filesystem::is_regular_file(path, ignored)) return line;
  std::ifstream file(path);
  for (int i = 1; i < number && file; ++i) file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  std::getline(file, line);
  return file ? line : "";
}

/// The line that a level of the stack is at; `frame` has been asked for "Sl".
std::string line_at(lua_State* L, lua_Debug* frame, const Chunks& chunks) {
  const std::string_view source = frame->source;
  if (source.starts_with('@')) return line_of_file(std::string(source.substr(1)), frame->currentline);
  if (!source.starts_with('=')) return std::string(line_of(source, frame->currentline));  // load(text)
  if (source != chunk_name) return "";
  lua_getinfo(L, "f", frame);
  const Chunk* chunk = chunks.defining(L);
  lua_pop(L, 1);
  return chunk ? std::string(line_of(chunk->text, frame->currentline)) : "";
}

/// The line that the message names, at whichever level; without a position in it, that of the innermost level.
std::string line_on_stack(lua_State* L, const std::optional<Position>& position, const Chunks& chunks) {
  lua_Debug frame;
  for (int level = 1; level < levels_looked_at && lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "Sl", &frame);
    const bool ours = std::string_view(frame.source).starts_with("=nilgrad");
    if (frame.currentline <= 0 || ours) continue;
    if (!position) return line_at(L, &frame, chunks);
    if (frame.currentline == position->line && position->source == frame.short_src) return line_at(L, &frame, chunks);
  }
  return "";
}

/// The position in the last line that has one: "error loading module …:\n\t./m.lua:3: …" is about a line of m.lua.
std::optional<Position> inner_position(std::string_view message) {
  std::optional<Position> found;
  for (std::size_t end = 0; end != std::string_view::npos; message.remove_prefix(end + 1)) {
    end = message.find('\n');
    const std::string_view line = message.substr(std::min(message.find_first_not_of('\t'), message.size()));
    if (const auto position = position_of(line.substr(0, line.find('\n')))) found = position;
    if (end == std::string_view::npos) break;
  }
  return found;
}

bool fails_here(lua_State* L, const std::string& beginning) {
  const int status = load_statements(L, beginning);
  const bool early_end = status == LUA_ERRSYNTAX && std::string_view(lua_tostring(L, -1)).ends_with("<eof>");
  lua_pop(L, 1);
  return status == LUA_ERRSYNTAX && !early_end;
}

}  // namespace

std::optional<Position> position_of(std::string_view message) {
  const std::size_t line_end = std::min(message.find('\n'), message.size());
  for (std::size_t colon = message.find(':'); colon < line_end; colon = message.find(':', colon + 1)) {
    int line = 0;
    const char* digits = message.data() + colon + 1;
    const auto [end, error] = std::from_chars(digits, message.data() + line_end, line);
    if (error == std::errc() && end < message.data() + line_end && *end == ':' && colon > 0)
      return Position{message.substr(0, colon), line};
  }
  return {};
}

std::optional<SourceLine> runtime_line(lua_State* L, std::string_view message, const Chunks& chunks) {
  const auto position = position_of(message);
  std::string line = line_on_stack(L, position, chunks);
  const auto inner = line.empty() || message.find('\n') != std::string_view::npos ? inner_position(message) : position;
  if (inner && (line.empty() || !position || inner->source != position->source))
    if (std::string other = line_of_file(std::string(inner->source), inner->line); !other.empty()) line = other;
  if (line.find_first_not_of(" \t\r") == std::string::npos) return {};
  return about(line, message);
}

std::optional<SourceLine> file_line(std::string_view message) {
  const auto position = inner_position(message);
  const std::string line = position ? line_of_file(std::string(position->source), position->line) : "";
  if (line.empty()) return {};
  return about(line, message);
}

std::optional<SourceLine> syntax_line(lua_State* L, std::string_view message, const std::string& chunk) {
  const auto position = position_of(message);
  if (!position) return {};
  const std::string_view line = line_of(chunk, position->line);
  SourceLine found{std::string(line)};
  const std::size_t near = message.rfind("near '");
  if (near == std::string_view::npos) return about(line, message);
  const std::string_view token = message.substr(near + 6, message.size() - near - 7);
  const auto line_begin = static_cast<std::size_t>(line.data() - chunk.data());
  for (const std::size_t place : places_of(token, line)) {
    if (!fails_here(L, chunk.substr(0, line_begin + place + token.size()) + " ")) continue;
    found.begin = place, found.length = token.size();
    break;
  }
  return found;
}

Pointer pointing_at(const SourceLine& line, std::size_t width) {
  constexpr std::string_view indent = "    ";
  const std::size_t room = width > 20 ? width - indent.size() : 16;
  // In characters from the first that is not blank; tabs are as wide as a blank here and there.
  const std::size_t first = std::min(line.text.find_first_not_of(" \t\r"), line.text.size());
  std::size_t from = first;
  while (line.length > 0 && columns_of(std::string_view(line.text).substr(from, line.begin - from)) + 8 > room)
    from = next_character(line.text, from);
  std::string shown = fitted(std::string_view(line.text).substr(from), room);
  std::ranges::replace(shown, '\t', ' ');
  Pointer pointer{std::string(indent) + shown, ""};
  if (line.length == 0) return pointer;
  const std::size_t before = columns_of(std::string_view(line.text).substr(from, line.begin - from));
  const std::size_t marks = columns_of(std::string_view(line.text).substr(line.begin, line.length));
  const std::size_t shown_marks = std::min(marks, room > before ? room - before : 1);
  pointer.marks = std::string(indent.size() + before, ' ') + std::string(std::max<std::size_t>(shown_marks, 1), '^');
  return pointer;
}

}  // namespace nilgrad::interpreter
