#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bindings/fields.hpp"
#include "bindings/progress.hpp"
#include "bindings/study.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad::bindings {
namespace {

RunningTrial& open_trial(lua_State* L) {
  auto& trial = check<RunningTrial>(L, 1);
  if (trial.held->over)
    throw_error(ErrorKind::state, "trial {} is over: nothing can be asked of it", trial.held->trial.number);
  return trial;
}

/// trial:float(name, low, high, options) -> value, and its like
template <ParameterKind kind>
int suggest(lua_State* L) {
  RunningTrial& trial = open_trial(L);
  std::size_t size = 0;
  const char* name = luaL_checklstring(L, 2, &size);
  const std::string_view text(name, size);
  if (text.empty() || text.find('\0') != std::string_view::npos)
    throw_error(ErrorKind::option, "a parameter needs a name that is a text without zero bytes");
  try {
    const study::History::Axis* axis = trial.study->history().axis(text);
    const study::Declared declared = to_declared(L, kind, 3, false, axis ? axis->domain : nullptr);
    push_parameter_value(L, trial.study->suggest(*trial.held, std::string(text), declared.domain, declared.otherwise));
  } catch (const Error& error) {
    if (std::string_view(error.what()).find("'" + std::string(text) + "'") != std::string_view::npos) throw;
    throw_error(error.kind(), "parameter '{}': {}", text, error.what());
  }
  return 1;
}

/// trial:report(step, value)
int report(lua_State* L) {
  RunningTrial& trial = open_trial(L);
  trial.study->report(*trial.held, luaL_checkinteger(L, 2), luaL_checknumber(L, 3));
  return 0;
}

int should_prune(lua_State* L) {
  RunningTrial& trial = open_trial(L);
  lua_pushboolean(L, trial.study->should_prune(*trial.held));
  return 1;
}

/// trial:prune(): leaves the objective.
int prune(lua_State* L) {
  open_trial(L).pruned = true;
  lua_pushliteral(L, "trial:prune() was called outside of an objective that study:optimize runs");
  return lua_error(L);
}

/// trial:note(name, value): kept with the trial as text
int note(lua_State* L) {
  RunningTrial& trial = open_trial(L);
  const std::string name = luaL_checkstring(L, 2);
  trial.study->note(*trial.held, name, luaL_tolstring(L, 3, nullptr));
  return 0;
}

/// trial:spent(cost): what it cost, in the unit of study:optimize's `cost`
int spent(lua_State* L) {
  RunningTrial& trial = open_trial(L);
  const double cost = luaL_checknumber(L, 2);
  if (!(cost >= 0) || std::isinf(cost)) throw_error(ErrorKind::option, "a cost must be a number ≥ 0, got {}", cost);
  trial.cost = cost;
  return 0;
}

int push_number(lua_State* L) {
  lua_pushinteger(L, check<RunningTrial>(L, 1).held->trial.number);
  return 1;
}

int push_params(lua_State* L) {
  const study::Trial& trial = check<RunningTrial>(L, 1).held->trial;
  lua_createtable(L, 0, static_cast<int>(trial.parameters.size()));
  for (const study::Parameter& parameter : trial.parameters) {
    push_parameter_value(L, parameter.value);
    lua_setfield(L, -2, parameter.name.c_str());
  }
  return 1;
}

int push_attempt(lua_State* L) {
  lua_pushinteger(L, check<RunningTrial>(L, 1).held->held.attempt);
  return 1;
}

int push_source(lua_State* L) {
  push_string(L, check<RunningTrial>(L, 1).held->trial.source);
  return 1;
}

int trial_to_string(lua_State* L) {
  const study::Trial& trial = check<RunningTrial>(L, 1).held->trial;
  std::string text = fmt::format("trial {}", trial.number);
  for (const study::Parameter& parameter : trial.parameters)
    text += fmt::format("{} {} = {}", &parameter == &trial.parameters.front() ? ":" : ",", parameter.name,
                        study::to_string(parameter.value));
  push_string(L, text);
  return 1;
}

}  // namespace

void open_study_trial(lua_State* L) {
  constexpr std::array<luaL_Reg, 11> methods{{{"float", native<suggest<ParameterKind::real>>},
                                              {"int", native<suggest<ParameterKind::integer>>},
                                              {"choice", native<suggest<ParameterKind::choice>>},
                                              {"bool", native<suggest<ParameterKind::boolean>>},
                                              {"permutation", native<suggest<ParameterKind::permutation>>},
                                              {"report", native<report>},
                                              {"should_prune", native<should_prune>},
                                              {"prune", native<prune>},
                                              {"note", native<note>},
                                              {"spent", native<spent>},
                                              {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<trial_to_string>}, {nullptr, nullptr}}};
  register_type<RunningTrial>(L, methods.data(), metamethods.data());
  constexpr std::array<luaL_Reg, 5> fields{{{"number", native<push_number>},
                                            {"params", native<push_params>},
                                            {"attempt", native<push_attempt>},
                                            {"source", native<push_source>},
                                            {nullptr, nullptr}}};
  add_fields(L, TypeName<RunningTrial>::value, fields.data());
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, trial) {
  return Described<NoOptions>("object", "trial",
                              "a configuration that is being tried: the function of study:optimize is handed it")
      .member(
          "trial:float(name: string, low: number, high: number, options: { log: boolean?, step: number?, default: "
          "number? }?) -> number",
          "a real parameter; log: searched in logarithms")
      .member(
          "trial:int(name: string, low: integer, high: integer, options: { log: boolean?, step: integer?, default: "
          "integer? }?) -> integer",
          "a whole one, both ends included")
      .member("trial:choice(name: string, values: any[], options: { default: any }?) -> any",
              "one of texts, numbers or booleans")
      .member("trial:bool(name: string, options: { default: boolean? }?) -> boolean", "false or true")
      .member("trial:permutation(name: string, n: integer) -> integer[]", "an order of 1 … n")
      .member("trial:report(step: integer, value: number)",
              "how it goes so far: what pruners judge by, and pictures show")
      .member("trial:should_prune() -> boolean", "whether it promises too little to go on")
      .member("trial:prune()", "leaves the objective; the trial is kept as pruned")
      .member("trial:note(name: string, value: any)", "kept with the trial as text")
      .member("trial:spent(cost: number)", "what it cost, in the unit of study:optimize's cost")
      .member("trial.number: integer", "its number, from 0")
      .member("trial.params: table", "the parameters it has so far, by name")
      .member("trial.attempt: integer", "1, or more where workers that tried it before were lost")
      .member("trial.source: string", "what chose its parameters")
      .example(
          "local study = ng.study { seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float(\"x\", 1e-3, 1, { log = true })\n"
          "  local n, kind = trial:int(\"n\", 1, 4), trial:choice(\"kind\", { \"square\", \"absolute\" })\n"
          "  local turned, order = trial:bool \"turned\", trial:permutation(\"order\", 3)\n"
          "  for step = 1, 3 do trial:report(step, x * n / step) end\n"
          "  if trial:should_prune() then trial:prune() end\n"
          "  trial:note(\"kind\", kind)\n"
          "  trial:spent(n)\n"
          "  return (kind == \"square\" and x ^ 2 or math.abs(x)) + (turned and order[1] or 0)\n"
          "end, { trials = 5, progress = false })\n"
          "return study.best");
}
