#include "interpreter/prompt/errors/frames.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nilgrad::interpreter {
namespace {

constexpr int levels_at_an_end = 60;
constexpr std::size_t shown_at_an_end = 10;

/// How many levels there are, in a time that grows as their number does.
int depth_of(lua_State* L) {
  lua_Debug frame;
  int low = 0, high = 1;
  while (lua_getstack(L, high, &frame)) low = high, high *= 2;
  while (low + 1 < high) {
    const int middle = low + (high - low) / 2;
    (lua_getstack(L, middle, &frame) ? low : high) = middle;
  }
  return low + 1;
}

/// The name under which package.loaded or one of its tables holds the running function: "string.rep", "ng.minimize".
std::string library_name(lua_State* L, lua_Debug* frame) {
  std::string name;
  const int top = lua_gettop(L);
  lua_getinfo(L, "f", frame);
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  for (lua_pushnil(L); name.empty() && lua_next(L, top + 2); lua_settop(L, top + 3)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1)) continue;
    if (std::string_view(lua_tostring(L, -2)).starts_with("nilgrad.")) continue;  // behind ng
    for (lua_pushnil(L); lua_next(L, top + 4); lua_pop(L, 1)) {
      if (lua_type(L, -2) != LUA_TSTRING || !lua_rawequal(L, -1, top + 1)) continue;
      name = fmt::format("{}.{}", lua_tostring(L, top + 3), lua_tostring(L, -2));
      break;
    }
  }
  lua_settop(L, top);
  if (name.starts_with("_G.")) name.erase(0, 3);
  if (name.starts_with("nilgrad.")) name.replace(0, 7, "ng");
  return name;
}

std::string what_of(lua_State* L, lua_Debug* frame) {
  if (const std::string name = library_name(L, frame); !name.empty()) return fmt::format("in function '{}'", name);
  if (*frame->namewhat) return fmt::format("in {} '{}'", frame->namewhat, frame->name);
  if (*frame->what == 'm') return "in main chunk";
  if (*frame->what == 'C') return "";
  return fmt::format("in function <{}:{}>", frame->short_src, frame->linedefined);
}

bool is_ours(const lua_Debug& frame) { return std::string_view(frame.source).starts_with("=nilgrad"); }

/// Lua's own of the second kind say where an error was raised, which the first line does.
bool is_worth_telling(const Frames::Frame& frame, bool innermost) {
  const bool raises = frame.what == "in function 'error'" || frame.what == "in function 'assert'";
  return !frame.what.empty() && !(innermost && raises);
}

/// Of the levels from `first` to before `end`.
std::vector<Frames::Frame> frames_between(lua_State* L, int first, int end) {
  std::vector<Frames::Frame> frames;
  lua_Debug frame, caller;
  for (int level = first; level < end && lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "nSlt", &frame);
    if (is_ours(frame)) continue;
    const bool native = *frame.what == 'C';
    if (native && lua_getstack(L, level + 1, &caller) && lua_getinfo(L, "S", &caller) && is_ours(caller)) continue;
    Frames::Frame found{level, native ? "[C]" : fmt::format("{}:{}", frame.short_src, frame.currentline),
                        what_of(L, &frame), *frame.what == 'm'};
    if (is_worth_telling(found, frames.empty() && first <= 1)) frames.push_back(std::move(found));
  }
  return frames;
}

/// A function that calls itself stands there once.
void append_lines(std::string& text, const std::vector<Frames::Frame>& frames) {
  for (std::size_t i = 0, next = 0; i < frames.size(); i = next) {
    const auto repeats = [&](const Frames::Frame& frame) {
      return frame.where == frames[i].where && frame.what == frames[i].what;
    };
    for (next = i + 1; next < frames.size() && repeats(frames[next]);) ++next;
    text += fmt::format("\n\t{}: {}", frames[i].where, frames[i].what);
    if (next > i + 1) text += fmt::format(" ({} times)", next - i);
  }
}

/// What is only called from the chunk itself, the message and the line tell.
bool is_way_to_tell(const Frames& frames) {
  const auto is_step = [](const Frames::Frame& frame) { return frame.where != "[C]" && !frame.main; };
  const auto chunks = std::ranges::count_if(frames.inner, [](const Frames::Frame& frame) { return frame.main; });
  return chunks > 1 || std::ranges::any_of(frames.inner, is_step) || !frames.outer.empty();
}

}  // namespace

Frames frames_of(lua_State* L) {
  constexpr int own = 1;  // the message handler
  const int depth = depth_of(L);
  Frames frames;
  const bool whole = depth <= 2 * levels_at_an_end;
  frames.inner = frames_between(L, own, whole ? depth : own + levels_at_an_end);
  if (!whole) frames.outer = frames_between(L, depth - levels_at_an_end, depth);
  auto& outermost = whole ? frames.inner : frames.outer;
  while (!outermost.empty() && outermost.back().where == "[C]") outermost.pop_back();  // the prompt
  if (whole && frames.inner.size() > 2 * shown_at_an_end)
    frames.outer.assign(frames.inner.end() - shown_at_an_end, frames.inner.end());
  if (whole && frames.outer.empty()) return frames;
  frames.inner.resize(std::min(frames.inner.size(), shown_at_an_end));
  if (frames.outer.size() > shown_at_an_end)
    frames.outer.erase(frames.outer.begin(), frames.outer.end() - shown_at_an_end);
  frames.left_out =
      frames.inner.empty() || frames.outer.empty() ? 0 : frames.outer.front().level - frames.inner.back().level - 1;
  return frames;
}

std::string traceback_text(const Frames& frames) {
  if (!is_way_to_tell(frames)) return "";
  std::string text = "stack traceback:";
  append_lines(text, frames.inner);
  if (frames.left_out > 0) text += fmt::format("\n\t… {} more levels …", frames.left_out);
  append_lines(text, frames.outer);
  return text;
}

}  // namespace nilgrad::interpreter
