#include "bindings/json_text.hpp"
#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad::bindings {
namespace {

/// json.encode(value, indent)
int encode(lua_State* L) {
  luaL_checkany(L, 1);
  const auto indent = static_cast<int>(luaL_optinteger(L, 2, -1));
  lua_settop(L, 1);
  push_string(L, to_json(L, 1, indent));
  return 1;
}

/// json.decode(text)
int decode(lua_State* L) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(L, 1, &length);
  push_json(L, {text, length});
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
