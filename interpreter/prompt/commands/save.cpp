#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

#include "bindings/native.hpp"
#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/commands/script.hpp"

// Commands on what was typed in this session.
namespace nilgrad::interpreter {
namespace {

struct Range {
  long long first = 1, last = std::numeric_limits<long long>::max();
};

/// "3" or "3-7" or "3-"
std::optional<Range> read_range(std::string_view text) {
  Range range;
  const auto [dash, error] = std::from_chars(text.data(), text.data() + text.size(), range.first);
  if (error != std::errc()) return {};
  std::string_view rest = text.substr(static_cast<std::size_t>(dash - text.data()));
  if (rest.empty()) return Range{range.first, range.first};
  if (rest[0] != '-') return {};
  rest.remove_prefix(1);
  if (rest.empty()) return range;
  const auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), range.last);
  const bool whole = wrong == std::errc() && end == rest.data() + rest.size();
  return whole ? std::optional(range) : std::nullopt;
}

std::vector<const Chunk*> chunks_within(const Session& session, const Range& range) {
  std::vector<const Chunk*> found;
  for (const Chunk& chunk : session.chunks().all())
    if (range.first <= chunk.number && chunk.number <= range.last) found.push_back(&chunk);
  return found;
}

/// "FILE" or "FILE n-m"; FILE may be in quotes.
struct Target {
  std::string path;
  Range range;
};

Target read_target(std::string argument) {
  Target target;
  while (argument.ends_with(' ')) argument.pop_back();
  const std::size_t space = argument.find_last_of(" \t");
  if (space != std::string::npos) {
    if (const auto range = read_range(std::string_view(argument).substr(space + 1))) {
      target.range = *range;
      argument.erase(argument.find_last_not_of(" \t", space) + 1);
    }
  }
  const bool in_quotes = argument.size() > 1 && argument.front() == argument.back() && argument[0] == '"';
  target.path = in_quotes ? argument.substr(1, argument.size() - 2) : argument;
  return target;
}

/// (path, text), through the library's own way to write a file as a whole
int write_file(lua_State* L) {
  const std::string text(lua_tostring(L, 2), lua_rawlen(L, 2));
  constexpr const char* writer = R"(local path, text = ...
require "nilgrad.write_file" (path, function(partial)
  local file <close> = assert(io.open(partial, "wb"))
  assert(file:write(text))
  assert(file:close())
end))";
  if (luaL_loadbufferx(L, writer, std::char_traits<char>::length(writer), "=nilgrad.save", "t") != LUA_OK)
    return lua_error(L);
  lua_insert(L, 1);
  lua_call(L, 2, 0);
  return 0;
}

void write_script(Session& session, const std::string& argument, bool over) {
  const Target target = read_target(argument);
  const std::vector<const Chunk*> chunks = chunks_within(session, target.range);
  std::error_code none;
  if (!over && std::filesystem::exists(target.path, none))
    return Session::print_error(
        fmt::format("{0} is there already; ':save! {1}' writes over it", target.path, argument));
  if (chunks.empty()) return Session::print_error("there are no such chunks; :list shows what was typed");
  lua_State* L = session.state();
  const std::string text = script_of(L, chunks);
  lua_pushcfunction(L, bindings::native<write_file>);
  bindings::push_string(L, target.path);
  bindings::push_string(L, text);
  if (session.call(2, 0)) std::puts(fmt::format("written: {}", target.path).c_str());
}

}  // namespace

void save(Session& session, const std::string& argument) { write_script(session, argument, false); }

void save_over(Session& session, const std::string& argument) { write_script(session, argument, true); }

void list_chunks(Session& session, const std::string& argument) {
  const auto range = argument.empty() ? Range{} : read_range(argument);
  if (!range) return Session::print_error("usage: :list [n-m]");
  for (const Chunk* chunk : chunks_within(session, *range)) {
    std::string text;
    for (const char c : chunk->text) text += c == '\n' ? std::string("\n       ") : std::string(1, c);
    std::puts(fmt::format("{:>4}{} {}", chunk->number, chunk->done ? "  " : " !", text).c_str());
  }
}

}  // namespace nilgrad::interpreter
