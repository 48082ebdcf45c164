#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "bindings/json_text.hpp"
#include "bindings/tensor.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::bindings {
namespace {

using nlohmann::json;

/// Writes Lua values, knowing where in the whole it stands.
class Writer {
 public:
  /// Names and elements in lines of their own, indented by so many spaces a level, if that is not negative.
  Writer(lua_State* L, int indent) : L_(L), indent_(indent) {}

  void write(int index) {
    if (++values_ % json_values_a_look == 0) StopToken(interrupt_flag()).check();
    switch (lua_type(L_, index)) {
      case LUA_TBOOLEAN:
        text_ += lua_toboolean(L_, index) ? "true" : "false";
        return;
      case LUA_TNUMBER:
        return lua_isinteger(L_, index) ? scalar(lua_tointeger(L_, index)) : number(lua_tonumber(L_, index));
      case LUA_TSTRING:
        return scalar(string(index));
      case LUA_TTABLE:
        return table(index);
      case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L_, index)) break;
        text_ += "null";
        return;
      case LUA_TUSERDATA:
        if (test_tensor(L_, index)) return tensor(index);
        break;
      default:
        break;
    }
    refuse(lua_isnil(L_, index) ? "is nil" : fmt::format("is a {}", luaL_typename(L_, index)));
  }

  const std::string& text() const { return text_; }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    constexpr std::size_t longest = 80;
    const std::string place = path_.empty()            ? "the value"
                              : path_.size() > longest ? path_.substr(0, longest) + "…"
                                                       : path_;
    throw_error(ErrorKind::option, "json: {} {}, which JSON cannot hold", place, why);
  }

  void scalar(const json& value) { text_ += value.dump(); }

  void number(double value) {
    if (!std::isfinite(value)) refuse(std::isnan(value) ? "is nan" : "is infinite");
    scalar(value);
  }

  std::string string(int index) const {
    std::size_t length = 0;
    const char* text = lua_tolstring(L_, index, &length);
    return {text, length};
  }

  void tensor(int index) {
    push_list(L_, check_tensor(L_, index));
    write(lua_gettop(L_));
    lua_pop(L_, 1);
  }

  void table(int index) {
    if (++depth_ > deepest_json) refuse(fmt::format("is nested more than {} deep or contains itself", deepest_json));
    luaL_checkstack(L_, 8, "json");
    std::vector<std::string> names;
    std::size_t others = 0;
    for (lua_pushnil(L_); lua_next(L_, index) != 0; lua_pop(L_, 1))
      if (lua_type(L_, -2) == LUA_TSTRING)
        names.push_back(string(-2));
      else
        ++others;
    if (others != (names.empty() ? lua_rawlen(L_, index) : 0))
      refuse(names.empty() ? "is a list with holes" : "mixes names and other keys");
    if (names.empty())
      array(index, static_cast<lua_Integer>(others));
    else
      object(index, std::move(names));
    --depth_;
  }

  void array(int index, lua_Integer length) {
    text_ += '[';
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(L_, index, i);
      child(i == 1, fmt::format("[{}]", i), "");
    }
    close(length > 0, ']');
  }

  void object(int index, std::vector<std::string> names) {
    std::ranges::sort(names);
    text_ += '{';
    for (const std::string& name : names) {
      push_string(L_, name);
      lua_rawget(L_, index);
      child(&name == names.data(), path_.empty() ? name : "." + name, json(name).dump() + (indent_ < 0 ? ":" : ": "));
    }
    close(true, '}');
  }

  /// The value at the top of the stack, which stands at `step` below the current place and has that label. Pops it.
  void child(bool first, const std::string& step, const std::string& label) {
    const std::size_t length = path_.size();
    path_ += step;
    if (!first) text_ += ',';
    new_line(depth_);
    text_ += label;
    write(lua_gettop(L_));
    path_.resize(length);
    lua_pop(L_, 1);
  }

  void close(bool has_children, char bracket) {
    if (has_children) new_line(depth_ - 1);
    text_ += bracket;
  }

  void new_line(int depth) {
    if (indent_ < 0) return;
    text_ += '\n';
    text_.append(static_cast<std::size_t>(depth) * static_cast<std::size_t>(indent_), ' ');
  }

  lua_State* L_;
  int indent_;
  std::string text_, path_;
  int depth_ = 0;
  std::size_t values_ = 0;
};

}  // namespace

std::string to_json(lua_State* L, int index, int indent) {
  Writer writer(L, indent);
  try {
    writer.write(lua_absindex(L, index));
  } catch (const json::exception& error) {
    throw Error(ErrorKind::option, plain_message(error));
  }
  return writer.text();
}

}  // namespace nilgrad::bindings
