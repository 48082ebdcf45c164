#include "interpreter/prompt/chunks.hpp"

#include <algorithm>

#include "interpreter/prompt/unit.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t chunks_looked_at = 2000;
constexpr std::size_t longest_looked_at = std::size_t{1} << 20;  // bytes

int append(lua_State*, const void* part, std::size_t size, void* text) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(part), size);
  return 0;
}

std::string bytecode(lua_State* L) {
  std::string code;
  lua_dump(L, append, &code, 0);
  return code;
}

}  // namespace

Chunk& Chunks::add(std::string text) {
  bytes_ += text.size();
  chunks_.push_back({.number = ++last_number_, .text = std::move(text)});
  while (chunks_.size() > 1 && (chunks_.size() > most_chunks || bytes_ > most_bytes)) {
    bytes_ -= chunks_.front().text.size();
    chunks_.pop_front();
  }
  return chunks_.back();
}

const Chunk* Chunks::defining(lua_State* L) const {
  std::string code = bytecode(L);
  const std::size_t name = code.find(chunk_name);  // stands before the code in a chunk, nowhere in what is nested
  if (name == std::string::npos) return nullptr;
  code.erase(0, name + std::string_view(chunk_name).size());
  std::size_t left = chunks_looked_at;
  for (auto chunk = chunks_.rbegin(); chunk != chunks_.rend() && left > 0; ++chunk, --left) {
    if (chunk->text.size() > longest_looked_at) continue;
    const int status = load_unit(L, chunk->text);
    const bool found = status == LUA_OK && bytecode(L).find(code) != std::string::npos;
    lua_pop(L, 1);
    if (found) return &*chunk;
  }
  return nullptr;
}

std::string_view line_of(std::string_view text, int number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

}  // namespace nilgrad::interpreter
