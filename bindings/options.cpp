#include "bindings/options.hpp"

#include <fmt/format.h>

#include "bindings/tensor.hpp"

namespace nilgrad::bindings {
namespace {

using catalog::Opaque, catalog::Option, catalog::Recipes, catalog::Value, catalog::Values;

Opaque opaque_at(lua_State* L, int index) {
  if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING) return {luaL_typename(L, index)};
  std::string name = lua_tostring(L, -1);
  lua_pop(L, 1);
  return {name.rfind("nilgrad.", 0) == 0 ? name.substr(8) : name};
}

std::string text_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* text = lua_tolstring(L, index, &size);
  return {text, size};
}

std::vector<double> numbers_of(const Tensor& tensor) {
  std::vector<double> numbers(tensor.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = tensor.at(i);
  return numbers;
}

/// A plain list of numbers, of texts or of recipes; anything else is opaque and left to the option's check.
Value list_at(lua_State* L, int index) {
  std::vector<double> numbers;
  std::vector<std::string> texts;
  Recipes recipes;
  std::pair<std::size_t, std::string> odd;  // the first element that is none of these, or not what those before it are
  const std::size_t count = lua_rawlen(L, index);
  for (std::size_t i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, static_cast<lua_Integer>(i));
    std::size_t alike = 0;
    if (lua_type(L, -1) == LUA_TNUMBER)
      numbers.push_back(lua_tonumber(L, -1)), alike = numbers.size();
    else if (lua_type(L, -1) == LUA_TSTRING)
      texts.push_back(text_at(L, -1)), alike = texts.size();
    else if (const auto* recipe = test<RecipePointer>(L, -1))
      recipes.push_back(*recipe), alike = recipes.size();
    if (alike != i && odd.first == 0) odd = {i, opaque_at(L, lua_gettop(L)).type};
    lua_pop(L, 1);
  }
  if (count == 0) return Opaque{"table", "no list"};
  if (odd.first != 0) return Opaque{"table", fmt::format("element {} is a {}", odd.first, odd.second)};
  if (!recipes.empty()) return recipes;
  if (!texts.empty()) return texts;
  return numbers;
}

Value value_at(lua_State* L, int index) {
  index = lua_absindex(L, index);
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
      return lua_toboolean(L, index) != 0;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) return static_cast<std::int64_t>(lua_tointeger(L, index));
      return static_cast<double>(lua_tonumber(L, index));
    case LUA_TSTRING:
      return text_at(L, index);
    case LUA_TTABLE:
      return list_at(L, index);
    case LUA_TUSERDATA:
      if (const auto* recipe = test<RecipePointer>(L, index)) return Recipes{*recipe};
      if (const Tensor* tensor = test_tensor(L, index)) return numbers_of(*tensor);
      return opaque_at(L, index);
    default:
      return opaque_at(L, index);
  }
}

void read_field(lua_State* L, const std::string& name, Values& values) {
  if (!lua_isnil(L, -1)) values[name] = value_at(L, -1);
}

}  // namespace

Values read_options(lua_State* L, int index, const catalog::Descriptor& descriptor, std::string_view unread) {
  Values values;
  if (!lua_isnoneornil(L, index)) {
    if (lua_type(L, index) != LUA_TTABLE)
      throw_error(ErrorKind::option, "{} takes one table of options, got {}", descriptor.path(),
                  catalog::to_string(value_at(L, index)));
    index = lua_absindex(L, index);
    lua_pushnil(L);
    while (lua_next(L, index)) {
      if (lua_type(L, -2) != LUA_TSTRING)
        throw_error(ErrorKind::option, "the options of {} have names (name = value), got an entry [{}]",
                    descriptor.path(), catalog::to_string(value_at(L, -2)));
      std::size_t size = 0;
      const char* name = lua_tolstring(L, -2, &size);
      if (std::string_view(name, size) != unread || !test_tensor(L, -1)) read_field(L, std::string(name, size), values);
      lua_pop(L, 1);
    }
  }
  descriptor.check(values);
  return values;
}

Values read_arguments(lua_State* L, int first, const catalog::Descriptor& descriptor) {
  const int count = lua_gettop(L) - first + 1;
  const bool one_table = count == 1 && lua_type(L, first) == LUA_TTABLE && lua_rawlen(L, first) == 0;
  if (count <= 0 || one_table || descriptor.positional.empty()) {
    if (count > 1)
      throw_error(ErrorKind::option, "{} takes one table of options, got {} arguments", descriptor.path(), count);
    return read_options(L, first, descriptor);
  }
  if (count > static_cast<int>(descriptor.positional.size()))
    throw_error(ErrorKind::option, "{} takes {} or a table of options, got {} arguments", descriptor.path(),
                fmt::join(descriptor.positional, ", "), count);
  Values values;
  for (int i = 0; i < count; ++i) {
    lua_pushvalue(L, first + i);
    read_field(L, descriptor.positional[static_cast<std::size_t>(i)], values);
    lua_pop(L, 1);
  }
  descriptor.check(values);
  return values;
}

}  // namespace nilgrad::bindings
