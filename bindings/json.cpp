#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"

// JSON for reports and records. A list (keys 1 … n, or an empty table) is an array, a table with string keys an object,
// json.null is null; integers stay integers, and floats are written so that they are read back to the bit. NaN and
// infinities, which JSON has no numbers for, are refused. Tensors are written as nested arrays.
namespace nilgrad::bindings {
namespace {

using nlohmann::json;

constexpr int deepest = 200;

/// Makes a JSON value of a Lua value, knowing where in the whole it stands.
class Encoder {
 public:
  explicit Encoder(lua_State* L) : L_(L) {}

  json encode(int index) {
    switch (lua_type(L_, index)) {
      case LUA_TBOOLEAN:
        return static_cast<bool>(lua_toboolean(L_, index));
      case LUA_TNUMBER:
        return lua_isinteger(L_, index) ? json(lua_tointeger(L_, index)) : number(lua_tonumber(L_, index));
      case LUA_TSTRING:
        return string(index);
      case LUA_TTABLE:
        return table(index);
      case LUA_TLIGHTUSERDATA:
        if (!lua_touserdata(L_, index)) return nullptr;
        break;
      case LUA_TUSERDATA:
        if (test_tensor(L_, index)) return tensor(index);
        break;
      default:
        break;
    }
    refuse(lua_isnil(L_, index) ? "is nil" : fmt::format("is a {}", luaL_typename(L_, index)));
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    constexpr std::size_t longest = 80;
    const std::string place = path_.empty()            ? "the value"
                              : path_.size() > longest ? path_.substr(0, longest) + "…"
                                                       : path_;
    throw_error(ErrorKind::option, "json: {} {}, which JSON cannot hold", place, why);
  }

  json number(double value) const {
    if (!std::isfinite(value)) refuse(std::isnan(value) ? "is nan" : "is infinite");
    return value;
  }

  std::string string(int index) const {
    std::size_t length = 0;
    const char* text = lua_tolstring(L_, index, &length);
    return {text, length};
  }

  json tensor(int index) {
    push_list(L_, check_tensor(L_, index));
    json nested = encode(lua_gettop(L_));
    lua_pop(L_, 1);
    return nested;
  }

  /// The value at the top of the stack, which stands at `step` below the current place.
  json child(const std::string& step) {
    const std::size_t length = path_.size();
    path_ += step;
    json value = encode(lua_gettop(L_));
    path_.resize(length);
    return value;
  }

  json table(int index) {
    if (++depth_ > deepest) refuse(fmt::format("is nested more than {} deep or contains itself", deepest));
    luaL_checkstack(L_, 8, "json");
    std::size_t names = 0, others = 0;
    for (lua_pushnil(L_); lua_next(L_, index) != 0; lua_pop(L_, 1))
      ++(lua_type(L_, -2) == LUA_TSTRING ? names : others);
    if (others != (names > 0 ? 0 : lua_rawlen(L_, index)))
      refuse(names > 0 ? "mixes names and other keys" : "is a list with holes");
    json value = names > 0 ? object(index) : array(index, static_cast<lua_Integer>(others));
    --depth_;
    return value;
  }

  json array(int index, lua_Integer length) {
    json elements = json::array();
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(L_, index, i);
      elements.push_back(child(fmt::format("[{}]", i)));
      lua_pop(L_, 1);
    }
    return elements;
  }

  json object(int index) {
    json fields = json::object();
    for (lua_pushnil(L_); lua_next(L_, index) != 0; lua_pop(L_, 1)) {
      const std::string name = string(-2);
      fields[name] = child(path_.empty() ? name : "." + name);
    }
    return fields;
  }

  lua_State* L_;
  std::string path_;
  int depth_ = 0;
};

void push_json(lua_State* L, const json& value, int depth) {
  if (depth > deepest) throw_error(ErrorKind::option, "json: nested more than {} deep", deepest);
  luaL_checkstack(L, 8, "json");
  switch (value.type()) {
    case json::value_t::boolean:
      return lua_pushboolean(L, value.get<bool>());
    case json::value_t::number_integer:
      return lua_pushinteger(L, value.get<lua_Integer>());
    case json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > INT64_MAX) return lua_pushnumber(L, value.get<double>());
      return lua_pushinteger(L, value.get<lua_Integer>());
    case json::value_t::number_float:
      return lua_pushnumber(L, value.get<double>());
    case json::value_t::string:
      return push_string(L, value.get_ref<const std::string&>());
    case json::value_t::array: {
      lua_createtable(L, static_cast<int>(value.size()), 0);
      lua_Integer i = 0;
      for (const json& element : value) {
        push_json(L, element, depth + 1);
        lua_rawseti(L, -2, ++i);
      }
      return;
    }
    case json::value_t::object:
      lua_createtable(L, 0, static_cast<int>(value.size()));
      for (const auto& [name, field] : value.items()) {
        push_string(L, name);
        push_json(L, field, depth + 1);
        lua_rawset(L, -3);
      }
      return;
    default:
      return lua_pushlightuserdata(L, nullptr);  // json.null
  }
}

/// The library's message without its own error number: "parse error at line 1, column 5: …".
std::string plain_message(const json::exception& error) {
  const std::string_view message = error.what();
  const std::size_t bracket = message.find("] ");
  return "json: " + std::string(message.substr(bracket == std::string_view::npos ? 0 : bracket + 2));
}

/// json.encode(value, indent): one line, or lines indented by so many spaces; names in alphabetical order.
int encode(lua_State* L) {
  luaL_checkany(L, 1);
  const auto indent = static_cast<int>(luaL_optinteger(L, 2, -1));
  lua_settop(L, 1);
  const json value = Encoder(L).encode(1);
  try {
    push_string(L, value.dump(indent));
  } catch (const json::exception& error) {
    throw Error(ErrorKind::option, plain_message(error));
  }
  return 1;
}

/// json.decode(text): numbers without point or exponent become integers, if they fit into 64 bits; errors name line and
/// column.
int decode(lua_State* L) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(L, 1, &length);
  json value;
  try {
    value = json::parse(text, text + length);
  } catch (const json::exception& error) {
    throw Error(ErrorKind::file, plain_message(error));
  }
  push_json(L, value, 0);
  return 1;
}

}  // namespace

void open_json(lua_State* L) {
  constexpr luaL_Reg functions[] = {{"encode", native<encode>}, {"decode", native<decode>}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_pushlightuserdata(L, nullptr);
  lua_setfield(L, -2, "null");
  lua_setfield(L, -2, "json");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(json, encode) {
  return Described<NoOptions>("json", "encode", "a value as JSON text, in one line or indented")
      .signature("ng.json.encode(value: any, indent: integer?) -> string")
      .formula(
          "lists (and empty tables) become arrays, tables of names objects, tensors nested arrays, json.null null;\n"
          "doubles are written so that they are read back to the bit; NaN and infinities are refused")
      .example("return ng.json.encode { name = 'a', values = { 1, 0.5 } }");
}

NILGRAD_DESCRIBE(json, decode) {
  return Described<NoOptions>("json", "decode", "the value of a JSON text")
      .signature("ng.json.decode(text: string) -> any")
      .formula("numbers without point or exponent become integers, null json.null; errors name line and column")
      .example("return ng.json.decode '{ \"a\": [1, 2.5] }'");
}

NILGRAD_DESCRIBE(json, null) {
  return Described<NoOptions>("json", "null", "JSON's null: nil would leave its place in a table empty")
      .signature("ng.json.null: userdata")
      .example("return ng.json.encode { 1, ng.json.null, 3 }");
}

NILGRAD_DESCRIBE(room, json) {
  return Described<NoOptions>("room", "json", "JSON texts to values and back")
      .example("return ng.json.decode(ng.json.encode { a = { 1, 2 } }).a[2]");
}
