#include <array>

#include "bindings/study.hpp"

namespace nilgrad::bindings {
namespace {

using study::Trial, study::Value;

std::string text_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* text = lua_tolstring(L, index, &size);
  return {text, size};
}

std::vector<std::int64_t> items_at(lua_State* L, int index, const char* what) {
  std::vector<std::int64_t> items(lua_rawlen(L, index));
  for (std::size_t i = 0; i < items.size(); ++i) {
    lua_rawgeti(L, index, static_cast<lua_Integer>(i + 1));
    int is_integer = 0;
    items[i] = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer) throw_error(ErrorKind::option, "{}: a list must be a permutation of 1 … n", what);
    lua_pop(L, 1);
  }
  return items;
}

void set_text(lua_State* L, const char* field, const std::string& text) {
  push_string(L, text);
  lua_setfield(L, -2, field);
}

void set_number(lua_State* L, const char* field, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, field);
}

void push_domain(lua_State* L, const study::Domain& domain) {
  using Kind = study::Domain::Kind;
  constexpr std::array<const char*, 4> names{"float", "int", "choice", "permutation"};
  lua_createtable(L, 0, 6);
  set_text(L, "kind", names[static_cast<std::size_t>(domain.kind())]);
  set_text(L, "text", domain.to_string());
  if (domain.kind() == Kind::choice) {
    lua_createtable(L, static_cast<int>(domain.choices().size()), 0);
    for (std::size_t i = 0; i < domain.choices().size(); ++i) {
      push_parameter_value(L, domain.choices()[i]);
      lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
    lua_setfield(L, -2, "choices");
    return;
  }
  if (domain.kind() == Kind::permutation) {
    lua_pushinteger(L, static_cast<lua_Integer>(domain.coordinates()));
    lua_setfield(L, -2, "items");
    return;
  }
  push_parameter_value(
      L, domain.kind() == Kind::integer ? Value(static_cast<std::int64_t>(domain.low())) : Value(domain.low()));
  lua_setfield(L, -2, "low");
  push_parameter_value(
      L, domain.kind() == Kind::integer ? Value(static_cast<std::int64_t>(domain.high())) : Value(domain.high()));
  lua_setfield(L, -2, "high");
  lua_pushboolean(L, domain.log());
  lua_setfield(L, -2, "log");
  if (domain.step() > 0) set_number(L, "step", domain.step());
}

void push_parameters(lua_State* L, const Trial& trial) {
  lua_createtable(L, 0, static_cast<int>(trial.parameters.size()));
  lua_createtable(L, 0, static_cast<int>(trial.parameters.size()));
  for (const study::Parameter& parameter : trial.parameters) {
    push_parameter_value(L, parameter.value);
    lua_setfield(L, -3, parameter.name.c_str());
    push_domain(L, *parameter.domain);
    lua_setfield(L, -2, parameter.name.c_str());
  }
  lua_setfield(L, -3, "domains");
  lua_setfield(L, -2, "params");
}

void push_numbers(lua_State* L, const Trial& trial) {
  if (!trial.values.empty()) set_number(L, "value", trial.values.front());
  lua_createtable(L, static_cast<int>(trial.values.size()), 0);
  for (std::size_t i = 0; i < trial.values.size(); ++i) {
    lua_pushnumber(L, trial.values[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "values");
  lua_createtable(L, static_cast<int>(trial.reports.size()), 0);
  for (std::size_t i = 0; i < trial.reports.size(); ++i) {
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, trial.reports[i].step);
    lua_setfield(L, -2, "step");
    set_number(L, "value", trial.reports[i].value);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "reports");
}

}  // namespace

Value to_parameter_value(lua_State* L, int index, const char* what) {
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
      return items_at(L, index, what);
    default:
      throw_error(ErrorKind::option, "{} must be a boolean, a number, a text or a permutation, got {}", what,
                  luaL_typename(L, index));
  }
}

void push_parameter_value(lua_State* L, const Value& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return lua_pushboolean(L, *boolean);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return lua_pushinteger(L, *integer);
  if (const auto* number = std::get_if<double>(&value)) return lua_pushnumber(L, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return push_string(L, *text);
  const auto& items = std::get<std::vector<std::int64_t>>(value);
  lua_createtable(L, static_cast<int>(items.size()), 0);
  for (std::size_t i = 0; i < items.size(); ++i) {
    lua_pushinteger(L, items[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
}

study::Given to_given(lua_State* L, int index, const char* what) {
  study::Given given;
  if (lua_isnoneornil(L, index)) return given;
  index = lua_absindex(L, index);
  if (!lua_istable(L, index))
    throw_error(ErrorKind::option, "{} must be a table {{ name = value, … }}, got {}", what, luaL_typename(L, index));
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      throw_error(ErrorKind::option, "{} must be a table {{ name = value, … }}: it has a {} for a name", what,
                  luaL_typename(L, -2));
    const std::string name = text_at(L, -2);
    given[name] = to_parameter_value(L, -1, name.c_str());
  }
  return given;
}

void push_given(lua_State* L, const study::Given& given) {
  lua_createtable(L, 0, static_cast<int>(given.size()));
  for (const auto& [name, value] : given) {
    push_parameter_value(L, value);
    lua_setfield(L, -2, name.c_str());
  }
}

void push_trial(lua_State* L, const Trial& trial) {
  lua_createtable(L, 0, 16);
  lua_pushinteger(L, trial.number);
  lua_setfield(L, -2, "number");
  lua_pushinteger(L, trial.attempt);
  lua_setfield(L, -2, "attempt");
  set_text(L, "state", to_string(trial.state));
  push_parameters(L, trial);
  push_numbers(L, trial);
  if (!trial.given.empty()) {
    push_given(L, trial.given);
    lua_setfield(L, -2, "given");
  }
  set_text(L, "source", trial.source);
  set_text(L, "reason", trial.reason);
  set_text(L, "worker", trial.worker);
  if (trial.started > 0) set_number(L, "started", trial.started);
  if (trial.finished > 0) set_number(L, "finished", trial.finished);
  set_number(L, "cost", trial.cost);
  lua_createtable(L, 0, static_cast<int>(trial.notes.size()));
  for (const auto& [name, text] : trial.notes) set_text(L, name.c_str(), text);
  lua_setfield(L, -2, "notes");
}

}  // namespace nilgrad::bindings
