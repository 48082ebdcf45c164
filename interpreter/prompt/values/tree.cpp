#include "interpreter/prompt/values/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "bindings/tensor.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/completion/tokens.hpp"
#include "interpreter/prompt/values/quote.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t text_limit = 4000;       // bytes of a string or of what __tostring says
constexpr std::size_t inner_text_limit = 200;  // of one within a table
constexpr std::size_t inner_lines = 8;         // of the latter
constexpr std::size_t max_depth = 4;
constexpr lua_Integer items_per_table = 24;
constexpr int keys_looked_at = 1000;

int to_string(lua_State* L) {
  luaL_tolstring(L, 1, nullptr);
  return 1;
}

std::string_view text_at(lua_State* L, int index) {
  std::size_t length = 0;
  const char* text = lua_tolstring(L, index, &length);
  return text ? std::string_view(text, length) : "?";
}

/// A key of a table, in the order in which keys are shown: names, then numbers by value, then the rest.
struct Key {
  bool bracketed;
  double number;
  std::string text;  // as it is shown
  int index;         // where it is on the stack
  bool operator<(const Key& other) const {
    return std::tie(bracketed, number, text) < std::tie(other.bracketed, other.number, other.text);
  }
};

class Reader {
 public:
  explicit Reader(lua_State* L) : L_(L) {}

  ValueTree value(int index) {
    luaL_checkstack(L_, 8, "value too deep to show");
    index = lua_absindex(L_, index);
    if (lua_type(L_, index) == LUA_TSTRING) return {"", quoted(text_at(L_, index), limit()), {}};
    if (lua_istable(L_, index) && !names_itself(index)) return table(index);
    return {"", object(index), {}};
  }

 private:
  bool is_inner() const { return !ancestors_.empty(); }
  std::size_t limit() const { return is_inner() ? inner_text_limit : text_limit; }

  bool names_itself(int index) {
    const int top = lua_gettop(L_);
    const bool names =
        luaL_getmetafield(L_, index, "__tostring") != LUA_TNIL || luaL_getmetafield(L_, index, "__name") != LUA_TNIL;
    lua_settop(L_, top);
    return names;
  }

  /// Within a table an object takes few lines, and a function no address.
  std::string object(int index) {
    if (!is_inner()) return shortened(as_text(index), text_limit);
    if (lua_isfunction(L_, index)) return "function";
    if (const auto* tensor = bindings::test<Tensor>(L_, index); tensor && (tensor->size() > 4 || tensor->empty()))
      return fmt::format("tensor {} {}", to_string_of(tensor->shape()), name_of(tensor->dtype()));
    std::string text = as_text(index);
    if (std::ranges::count(text, '\n') >= static_cast<std::ptrdiff_t>(inner_lines))
      return shortened(text.substr(0, text.find('\n')), inner_text_limit) + " …";
    return shortened(text, inner_lines * inner_text_limit);
  }

  static std::string to_string_of(const Shape& shape) { return nilgrad::to_string(shape); }

  std::string as_text(int index) {
    lua_pushcfunction(L_, to_string);
    lua_pushvalue(L_, index);
    const int status = lua_pcall(L_, 1, 1, 0);
    if (status != LUA_OK && interrupted()) lua_error(L_);
    std::string text(text_at(L_, -1));
    lua_pop(L_, 1);
    return status == LUA_OK ? text : fmt::format("<{} whose __tostring failed: {}>", luaL_typename(L_, index), text);
  }

  ValueTree table(int index) {
    const void* identity = lua_topointer(L_, index);
    if (std::ranges::find(ancestors_, identity) != ancestors_.end()) return {"", "{…cycle…}", {}};
    lua_pushnil(L_);
    if (!lua_next(L_, index)) return {"", "{}", {}};
    lua_pop(L_, 2);
    if (ancestors_.size() == max_depth || items_left_ <= 0) return {"", "{…}", {}};
    ancestors_.push_back(identity);
    ValueTree tree;
    const lua_Integer listed = add_list(index, tree.items);
    add_fields(index, listed, tree.items);
    ancestors_.pop_back();
    return tree;
  }

  /// Items 1 … n; returns n.
  lua_Integer add_list(int index, std::vector<ValueTree>& items) {
    const auto length = static_cast<lua_Integer>(lua_rawlen(L_, index));
    for (lua_Integer i = 1; i <= length; ++i) {
      if (i > items_per_table || items_left_-- <= 0) {
        items.push_back({"", fmt::format("… {} more", length - i + 1), {}});
        break;
      }
      lua_rawgeti(L_, index, i);
      items.push_back(value(-1));
      lua_pop(L_, 1);
    }
    return length;
  }

  bool is_listed(int key, lua_Integer listed) const {
    int is_integer = 0;
    const lua_Integer position = lua_isinteger(L_, key) ? lua_tointegerx(L_, key, &is_integer) : 0;
    return is_integer && position >= 1 && position <= listed;
  }

  /// The keys that are no item's, left on the stack. Returns whether these are all.
  bool read_keys(int index, lua_Integer listed, std::vector<Key>& keys) {
    const StopToken stop(interrupt_flag());
    for (lua_pushnil(L_); lua_next(L_, index);) {
      lua_pop(L_, 1);
      stop.check();  // a list may be as long as memory is
      if (is_listed(-1, listed)) continue;
      if (static_cast<int>(keys.size()) == keys_looked_at) {
        lua_pop(L_, 1);
        return false;
      }
      luaL_checkstack(L_, 8, "table too large to show");
      keys.push_back(key_at_top());
      lua_pushvalue(L_, -1);  // the key stays on the stack; its copy goes on
    }
    return true;
  }

  /// The other keys, names first, in order.
  void add_fields(int index, lua_Integer listed, std::vector<ValueTree>& items) {
    const int first = lua_gettop(L_) + 1;
    std::vector<Key> keys;
    const bool all = read_keys(index, listed, keys);
    std::sort(keys.begin(), keys.end());
    lua_Integer shown = 0;
    for (const Key& key : keys) {
      if (shown == items_per_table || items_left_-- <= 0) break;
      lua_pushvalue(L_, key.index);
      lua_rawget(L_, index);
      items.push_back(value(-1));
      items.back().key = key.text + " = ";
      lua_pop(L_, 1);
      ++shown;
    }
    const auto left = static_cast<lua_Integer>(keys.size()) - shown;
    if (!all)
      items.push_back({"", "… more", {}});
    else if (left > 0)
      items.push_back({"", fmt::format("… {} more", left), {}});
    lua_settop(L_, first - 1);
  }

  Key key_at_top() {
    const int index = lua_gettop(L_);
    if (lua_type(L_, index) != LUA_TSTRING)
      return {true, lua_tonumber(L_, index), "[" + shortened(as_text(index), inner_text_limit) + "]", index};
    const std::string_view text = text_at(L_, index);
    if (is_name(text)) return {false, 0, std::string(text), index};
    return {true, 0, "[" + quoted(text, inner_text_limit) + "]", index};
  }

  lua_State* L_;
  std::vector<const void*> ancestors_;
  int items_left_ = 200;  // of all nested tables together
};

}  // namespace

ValueTree read_value(lua_State* L, int index) { return Reader(L).value(index); }

}  // namespace nilgrad::interpreter
