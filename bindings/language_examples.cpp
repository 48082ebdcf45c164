#include "bindings/language_model.hpp"
#include "bindings/tokenizer.hpp"

namespace nilgrad::bindings {

using transformer::Example, transformer::Model;

std::vector<Example> to_examples(lua_State* L, int index, const Model& model, const char* what) {
  index = lua_absindex(L, index);
  luaL_checktype(L, index, LUA_TTABLE);
  const auto vocabulary = static_cast<std::size_t>(model.config().vocab);
  std::vector<Example> examples;
  const lua_Integer count = luaL_len(L, index);
  for (lua_Integer i = 1; i <= count; ++i) {
    Example& example = examples.emplace_back();
    const std::string name = fmt::format("{} {}", what, i);
    if (lua_geti(L, index, i) != LUA_TTABLE)
      throw_error(ErrorKind::option, "{} is a {}, not a table {{ prompt = , options = , answer = }}", name,
                  luaL_typename(L, -1));
    lua_getfield(L, -1, "prompt");
    example.prompt = to_ids(L, -1, vocabulary, fmt::format("the prompt of {}", name));
    if (lua_getfield(L, -2, "options") != LUA_TTABLE)
      throw_error(ErrorKind::option, "the options of {} are a {}, not a list of lists of ids", name,
                  luaL_typename(L, -1));
    const lua_Integer options = luaL_len(L, -1);
    for (lua_Integer o = 1; o <= options; ++o) {
      lua_geti(L, -1, o);
      example.options.push_back(to_ids(L, -1, vocabulary, fmt::format("option {} of {}", o, name)));
      lua_pop(L, 1);
    }
    if (lua_getfield(L, -3, "answer") != LUA_TNIL) {
      const lua_Integer answer = lua_tointeger(L, -1);
      if (!lua_isinteger(L, -1) || answer < 1 || answer > options)
        throw_error(ErrorKind::option, "the answer of {} is {}, not the place of one of its {} options", name,
                    luaL_tolstring(L, -1, nullptr), options);
      example.answer = static_cast<std::size_t>(answer) - 1;
    }
    lua_settop(L, lua_gettop(L) - 4);
  }
  transformer::check(model, examples, what);
  return examples;
}

}  // namespace nilgrad::bindings
