#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bindings/study.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/catalog/descriptor.hpp"

namespace nilgrad::bindings {
namespace {

using study::Declared, study::Domain, study::Value;

/// A function of the script's that outlives the call in which it was given.
class LuaFunction {
 public:
  LuaFunction(lua_State* L, int index) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    main_ = lua_tothread(L, -1);
    lua_pop(L, 1);
    lua_pushvalue(L, index);
    reference_ = luaL_ref(L, LUA_REGISTRYINDEX);
  }
  ~LuaFunction() { luaL_unref(main_, LUA_REGISTRYINDEX, reference_); }
  LuaFunction(const LuaFunction&) = delete;
  LuaFunction& operator=(const LuaFunction&) = delete;

  bool holds(const study::Given& values) const {
    lua_rawgeti(main_, LUA_REGISTRYINDEX, reference_);
    push_given(main_, values);
    if (lua_pcall(main_, 1, 1, 0) != LUA_OK) {
      const std::string message = luaL_tolstring(main_, -1, nullptr);
      lua_pop(main_, 2);
      throw_error(ErrorKind::option, "a constraint failed: {}", message);
    }
    const bool result = lua_toboolean(main_, -1) != 0;
    lua_pop(main_, 1);
    return result;
  }

 private:
  lua_State* main_;
  int reference_;
};

struct Options {
  bool log = false;
  double step = 0;
  std::optional<Value> otherwise;
  std::vector<study::Condition> when;
};

std::vector<study::Condition> conditions_at(lua_State* L, int table) {
  std::vector<study::Condition> conditions;
  if (!lua_istable(L, table)) throw_error(ErrorKind::option, "'when' must be a table {{ parameter = value or list }}");
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    study::Condition condition{lua_tostring(L, -2), {}};
    if (lua_istable(L, -1)) {
      for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; ++i, lua_pop(L, 1))
        condition.values.push_back(to_parameter_value(L, -1, "when"));
      lua_pop(L, 1);
    } else {
      condition.values.push_back(to_parameter_value(L, -1, "when"));
    }
    conditions.push_back(std::move(condition));
  }
  std::sort(conditions.begin(), conditions.end(),
            [](const study::Condition& a, const study::Condition& b) { return a.parent < b.parent; });
  return conditions;
}

[[noreturn]] void refuse_option(std::string_view name, const std::vector<std::string>& known) {
  const std::string near = catalog::nearest(name, known);
  throw_error(ErrorKind::option, "a parameter has no option '{}'{}; it takes {}", name,
              near.empty() ? "" : "; did you mean '" + near + "'?", fmt::format("{}", fmt::join(known, ", ")));
}

Options options_at(lua_State* L, int table, ParameterKind kind, bool declared) {
  Options options;
  if (lua_isnoneornil(L, table)) return options;
  if (!lua_istable(L, table))
    throw_error(ErrorKind::option, "a parameter's options must be a table, got {}", luaL_typename(L, table));
  const bool number = kind == ParameterKind::real || kind == ParameterKind::integer;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    const std::string_view name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    if (name == "log" && number) {
      options.log = lua_toboolean(L, -1) != 0;
    } else if (name == "step" && number) {
      if (!lua_isnumber(L, -1) || !(lua_tonumber(L, -1) > 0))
        throw_error(ErrorKind::option, "option 'step' must be a number > 0, got {}", luaL_tolstring(L, -1, nullptr));
      options.step = lua_tonumber(L, -1);
    } else if (name == "default") {
      options.otherwise = to_parameter_value(L, -1, "default");
    } else if (name == "when" && declared) {
      options.when = conditions_at(L, lua_gettop(L));
    } else {
      std::vector<std::string> known{"default"};
      if (number) known.insert(known.end(), {"log", "step"});
      if (declared) known.emplace_back("when");
      refuse_option(name, known);
    }
  }
  return options;
}

double number_at(lua_State* L, int index, const char* which) {
  if (lua_type(L, index) != LUA_TNUMBER)
    throw_error(ErrorKind::option, "the {} bound must be a number, got {}", which, luaL_tolstring(L, index, nullptr));
  return lua_tonumber(L, index);
}

std::int64_t integer_of(double value, const char* what) {
  if (value != std::floor(value) || std::fabs(value) > 0x1p53)
    throw_error(ErrorKind::option, "the {} of an int must be an integer, got {}", what, value);
  return static_cast<std::int64_t>(value);
}

std::vector<Value> list_at(lua_State* L, int index) {
  if (!lua_istable(L, index))
    throw_error(ErrorKind::option, "a choice takes a list of values, got {}", luaL_typename(L, index));
  std::vector<Value> values;
  for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; ++i, lua_pop(L, 1))
    values.push_back(to_parameter_value(L, -1, "a choice's value"));
  lua_pop(L, 1);
  return values;
}

Domain domain_at(lua_State* L, ParameterKind kind, int first, const Options& options) {
  switch (kind) {
    case ParameterKind::real:
      return Domain::real(number_at(L, first, "lower"), number_at(L, first + 1, "upper"), options.log, options.step);
    case ParameterKind::integer:
      return Domain::integer(integer_of(number_at(L, first, "lower"), "lower bound"),
                             integer_of(number_at(L, first + 1, "upper"), "upper bound"), options.log,
                             options.step > 0 ? integer_of(options.step, "step") : 1);
    case ParameterKind::choice:
      return Domain::choice(list_at(L, first));
    case ParameterKind::boolean:
      return Domain::choice({Value(false), Value(true)});
    case ParameterKind::permutation:
      break;
  }
  return Domain::permutation(integer_of(number_at(L, first, "permutation's size as a"), "size"));
}

int options_index(ParameterKind kind, int first) {
  switch (kind) {
    case ParameterKind::real:
    case ParameterKind::integer:
      return first + 2;
    case ParameterKind::boolean:
      return first;
    default:
      return first + 1;
  }
}

/// parameter(kind, …) -> what ng.space takes; kind as ParameterKind's number.
int parameter(lua_State* L) {
  const auto kind = static_cast<ParameterKind>(luaL_checkinteger(L, 1));
  push<DomainPointer>(L, std::make_shared<Declared>(to_declared(L, kind, 2, true)));
  return 1;
}

/// space({ name = parameter, … }, { constraint, … })
int space(lua_State* L) {
  std::vector<Declared> parameters;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    Declared declared = *check<DomainPointer>(L, -1);
    declared.name = lua_tostring(L, -2);
    parameters.push_back(std::move(declared));
  }
  std::vector<study::Space::Constraint> constraints;
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TFUNCTION; ++i, lua_pop(L, 1))
    constraints.emplace_back([function = std::make_shared<LuaFunction>(L, lua_gettop(L))](const study::Given& values) {
      return function->holds(values);
    });
  push<SpacePointer>(L, std::make_shared<const study::Space>(std::move(parameters), std::move(constraints)));
  return 1;
}

int parameter_to_string(lua_State* L) {
  const Declared& declared = *check<DomainPointer>(L, 1);
  push_string(L, declared.domain->to_string());
  return 1;
}

int space_to_string(lua_State* L) {
  std::string text;
  for (const Declared& declared : check<SpacePointer>(L, 1)->parameters()) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", declared.name, declared.domain->to_string());
    for (const study::Condition& condition : declared.when) {
      text += fmt::format(", where {} is", condition.parent);
      for (std::size_t i = 0; i < condition.values.size(); ++i)
        text += (i == 0 ? " " : " or ") + study::to_string(condition.values[i]);
    }
  }
  push_string(L, text);
  return 1;
}

/// names(space) -> { name = true, … }
int names(lua_State* L) {
  const auto& parameters = check<SpacePointer>(L, 1)->parameters();
  lua_createtable(L, 0, static_cast<int>(parameters.size()));
  for (const Declared& declared : parameters) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, declared.name.c_str());
  }
  return 1;
}

}  // namespace

Declared to_declared(lua_State* L, ParameterKind kind, int first, bool declared,
                     const std::shared_ptr<const Domain>& known) {
  Options options = options_at(L, options_index(kind, first), kind, declared);
  Domain given = domain_at(L, kind, first, options);
  auto domain = known && *known == given ? known : std::make_shared<const Domain>(std::move(given));
  if (options.otherwise) options.otherwise = domain->exact(*options.otherwise, "default");
  return {{}, std::move(domain), std::move(options.otherwise), std::move(options.when)};
}

void open_study_space(lua_State* L) {
  constexpr std::array<luaL_Reg, 1> methods{{{nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> of_parameter{{{"__tostring", native<parameter_to_string>}, {nullptr, nullptr}}};
  register_type<DomainPointer>(L, methods.data(), of_parameter.data());
  constexpr std::array<luaL_Reg, 2> of_space{{{"__tostring", native<space_to_string>}, {nullptr, nullptr}}};
  register_type<SpacePointer>(L, methods.data(), of_space.data());
  lua_pushcfunction(L, native<parameter>);
  lua_setfield(L, -2, "parameter");
  lua_pushcfunction(L, native<space>);
  lua_setfield(L, -2, "space");
  lua_pushcfunction(L, native<names>);
  lua_setfield(L, -2, "names");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, space) {
  return Described<NoOptions>(
             "object", "space",
             "parameters declared ahead, as ng.space { … } returns them; for the option space of ng.study")
      .example("return ng.space { x = ng.space.float(0, 1), n = ng.space.int(1, 10) }");
}

NILGRAD_DESCRIBE(object, parameter) {
  return Described<NoOptions>("object", "parameter",
                              "one declared parameter, as ng.space.float and its like return it; for ng.space { … }")
      .example("return ng.space.float(1e-3, 1e3, { log = true })");
}
