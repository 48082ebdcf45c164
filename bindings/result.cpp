#include "bindings/result.hpp"

#include <fmt/format.h>

#include "bindings/tensor.hpp"

namespace nilgrad::bindings {
namespace {

constexpr const char* result_type = "nilgrad.result";

void set_integer(lua_State* L, const char* field, std::int64_t value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, field);
}

void set_number(lua_State* L, const char* field, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, field);
}

void set_tensor(lua_State* L, const char* field, const Tensor& tensor) {
  push_tensor(L, tensor);
  lua_setfield(L, -2, field);
}

std::string text_field(lua_State* L, int table, const char* field) {
  lua_getfield(L, table, field);
  std::size_t size = 0;
  const char* text = luaL_tolstring(L, -1, &size);
  std::string result(text, size);
  lua_pop(L, 2);
  return result;
}

int to_string(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  const auto field = [&](const char* name) { return text_field(L, 1, name); };
  std::string text = fmt::format("best value   {}\nat           {}\nevaluations  {}", field("value"), field("x"),
                                 field("evaluations"));
  if (field("failures") != "0") text += fmt::format(" ({} failed)", field("failures"));
  lua_getfield(L, 1, "seconds");
  text += fmt::format("\nstopped      {}\ntime         {:.3g} s\noptimizer    {}", field("reason"), lua_tonumber(L, -1),
                      field("optimizer"));
  push_string(L, text);
  return 1;
}

}  // namespace

void push_result(lua_State* L, const Run& run, const std::string& optimizer, Points points) {
  const Result& result = run.result();
  const auto own = [&](const Point& point) {
    const Tensor& tensor = point.tensors.at(0);
    return points == Points::shared ? tensor : tensor.clone();
  };
  lua_createtable(L, 0, 10);
  set_tensor(L, "x", own(result.x));
  set_tensor(L, "last", own(run.iterate()));
  set_number(L, "value", result.value);
  set_number(L, "seconds", result.seconds);
  set_integer(L, "evaluations", result.evaluations);
  set_integer(L, "failures", result.failures);
  set_integer(L, "steps", result.steps);
  push_string(L, run.done() ? result.reason : "not done");
  lua_setfield(L, -2, "reason");
  push_string(L, optimizer);
  lua_setfield(L, -2, "optimizer");
  lua_createtable(L, static_cast<int>(result.history.size()), 0);
  for (std::size_t i = 0; i < result.history.size(); ++i) {
    lua_createtable(L, 0, 2);
    set_integer(L, "evaluations", result.history[i].evaluations);
    set_number(L, "value", result.history[i].value);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "history");
  luaL_setmetatable(L, result_type);
}

void push_progress(lua_State* L, const Result& result) {
  lua_createtable(L, 0, 4);
  set_tensor(L, "x", result.x.tensors.at(0).clone());
  set_number(L, "value", result.value);
  set_integer(L, "evaluations", result.evaluations);
  set_integer(L, "steps", result.steps);
}

void open_result(lua_State* L) {
  luaL_newmetatable(L, result_type);
  lua_pushcfunction(L, native<to_string>);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
}

}  // namespace nilgrad::bindings
