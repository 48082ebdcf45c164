#include "bindings/options.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "runtime/catalog/catalog.hpp"
#include "tests/bindings/lua_state.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/targets.hpp"

namespace nilgrad::fuzz {
namespace {

using catalog::Descriptor;

constexpr std::array<double, 12> numbers{0, 1, -1, 2, 8, 0.5, 1e-3, 1e18, -1e300, HUGE_VAL, -HUGE_VAL, NAN};
constexpr int deepest = 3;  // recipes within recipes, lists within lists

lua_State* state() {
  static const bindings::LuaState lua;
  static const std::string loaded = lua.run("return ng.version");
  return lua.get();
}

/// Makes the things that `bytes` describe. A recipe may be an option of another, as in real scripts.
class Maker {
 public:
  Maker(lua_State* L, Bytes& bytes) : L_(L), bytes_(bytes) {}

  /// Pushes the table of options of a thing chosen by the bytes.
  const Descriptor& options(int depth) {
    const auto& all = catalog::entries();
    const Descriptor& descriptor = all[bytes_.number<std::uint16_t>() % all.size()];
    lua_newtable(L_);
    for (int count = bytes_.take() % 8; count > 0; --count) {
      push_name(descriptor);
      push_value(depth);
      lua_rawset(L_, -3);
    }
    return descriptor;
  }

 private:
  void push_name(const Descriptor& descriptor) {
    const std::uint8_t choice = bytes_.take();
    if (choice < 240 && !descriptor.options.empty())
      return bindings::push_string(L_, descriptor.options[choice % descriptor.options.size()].name);
    if (choice & 1) return lua_pushinteger(L_, bytes_.take());
    bindings::push_string(L_, bytes_.text(bytes_.take() % 16));
  }

  /// One of the words that some option allows.
  void push_choice() {
    std::vector<std::string_view> words;
    for (const Descriptor& descriptor : catalog::entries())
      for (const auto& option : descriptor.options)
        words.insert(words.end(), option.limits.choices.begin(), option.limits.choices.end());
    bindings::push_string(L_, words[bytes_.number<std::uint16_t>() % words.size()]);
  }

  void push_list(int depth) {
    lua_newtable(L_);
    const int count = bytes_.take() % 5;
    for (int i = 1; i <= count; ++i) {
      push_value(depth + 1);
      lua_rawseti(L_, -2, i);
    }
  }

  void push_recipe(int depth) {
    lua_pushcfunction(L_, bindings::native<make>);
    const Descriptor& descriptor = options(depth + 1);
    lua_pushlightuserdata(L_, const_cast<Descriptor*>(&descriptor));
    if (lua_pcall(L_, 2, 1, 0) == LUA_OK) return;
    lua_pop(L_, 1);
    lua_pushnil(L_);
  }

  void push_value(int depth) {
    luaL_checkstack(L_, 16, "options");
    const std::uint8_t kind = bytes_.take() % 10;
    if (depth >= deepest && (kind == 5 || kind == 6)) return lua_pushnil(L_);
    switch (kind) {
      case 0:
        return lua_pushinteger(L_, bytes_.take());
      case 1:
        return lua_pushinteger(L_, bytes_.number<lua_Integer>());
      case 2:
        return lua_pushnumber(L_, numbers[bytes_.take() % numbers.size()]);
      case 3:
        return lua_pushnumber(L_, bytes_.number<double>());
      case 4:
        return push_choice();
      case 5:
        return push_list(depth);
      case 6:
        return push_recipe(depth);
      case 7:
        return bindings::push_string(L_, bytes_.text(bytes_.take() % 32));
      case 8:
        return lua_pushboolean(L_, bytes_.take() & 1);
      default:
        return lua_newtable(L_);
    }
  }

  static int make(lua_State* L);

  lua_State* L_;
  Bytes& bytes_;
};

/// (options, descriptor) → the recipe, made once as its constructor does; nil for what is no recipe.
int Maker::make(lua_State* L) {
  const auto& descriptor = *static_cast<const Descriptor*>(lua_touserdata(L, 2));
  lua_settop(L, 1);
  auto recipe =
      std::make_shared<const catalog::Recipe>(catalog::Recipe{&descriptor, bindings::read_arguments(L, 1, descriptor)});
  const bool makes = descriptor.make && descriptor.kind != "objective";
  if (!makes) return 0;
  require(!recipe->to_string().empty(), "a recipe says what it is");
  descriptor.make(recipe->values);
  bindings::push<bindings::RecipePointer>(L, std::move(recipe));
  return 1;
}

int check_options(lua_State* L) {
  Bytes& bytes = *static_cast<Bytes*>(lua_touserdata(L, 1));
  Maker maker(L, bytes);
  const Descriptor& descriptor = maker.options(0);
  bindings::read_options(L, -1, descriptor);
  return 0;
}

}  // namespace

void options(std::string_view input) {
  lua_State* L = state();
  Bytes bytes(input);
  while (!bytes.empty()) {
    lua_pushcfunction(L, bindings::native<check_options>);
    lua_pushlightuserdata(L, &bytes);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK)
      require(lua_isstring(L, -1) && lua_rawlen(L, -1) > 0, "options are refused with a message");
    lua_settop(L, 0);
  }
}

}  // namespace nilgrad::fuzz
