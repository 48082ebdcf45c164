#include "bindings/objective.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

#include "bindings/fields.hpp"
#include "bindings/options.hpp"
#include "bindings/result.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/catalog/value_json.hpp"
#include "runtime/evaluation_count.hpp"
#include "runtime/objective/process/process.hpp"

namespace nilgrad::bindings {
namespace {

constexpr int function_slot = 1;  // the user value that holds a defined objective's function

int construct(lua_State* L) {
  const auto& descriptor = *static_cast<const catalog::Descriptor*>(lua_touserdata(L, lua_upvalueindex(1)));
  const auto values = read_arguments(L, 1, descriptor);
  auto objective = std::static_pointer_cast<Objective>(descriptor.make(values));
  if (objective->definition().empty())
    objective->set_definition(catalog::to_json(catalog::Recipe{&descriptor, values}).dump());
  push<ObjectivePointer>(L, std::move(objective));
  return 1;
}

int define(lua_State* L) {
  const auto& descriptor = *catalog::find("objective", "define");
  auto options = catalog::read<DefinedOptions>(descriptor, read_options(L, 1, descriptor));
  push<ObjectivePointer>(L, std::make_shared<LuaObjective>(std::move(options)), 1);
  lua_getfield(L, 1, "f");
  lua_setiuservalue(L, -2, function_slot);
  return 1;
}

/// f(x) for a table or tensor x of f.dim numbers: the number that f returns there, inside its bounds or not.
int call(lua_State* L) {
  lua_settop(L, 2);
  ObjectiveArgument objective(L, 1, {});
  const Tensor* tensor = test_tensor(L, 2);
  const Tensor x = tensor ? *tensor : to_tensor(L, 2, DType::float64, "x");
  if (x.size() != objective->dim())
    throw_error(ErrorKind::shape, "{} takes a point of dimension {}, not {}", objective->name(), objective->dim(),
                x.size());
  const Point point(x);
  const Probe probe{&point, {}, nullptr, {}};
  double value = 0;
  Evaluating now;
  objective->evaluate({&probe, 1}, {&value, 1}, StopToken(interrupt_flag()));
  now.made(1);
  lua_pushnumber(L, value);
  return 1;
}

/// One number for all coordinates alike, a list, or nil.
void push_bound(lua_State* L, const std::vector<double>& bound) {
  if (bound.empty()) return lua_pushnil(L);
  if (bound.size() == 1) return lua_pushnumber(L, bound[0]);
  Tensor list({static_cast<std::int64_t>(bound.size())});
  std::copy(bound.begin(), bound.end(), list.as<double>().begin());
  push_tensor(L, list);
}

const Objective& objective_at(lua_State* L) { return *check<ObjectivePointer>(L, 1); }

int push_dim(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(objective_at(L).dim()));
  return 1;
}

int push_name(lua_State* L) {
  push_string(L, objective_at(L).name());
  return 1;
}

int push_lower(lua_State* L) {
  push_bound(L, objective_at(L).bounds().lower);
  return 1;
}

int push_upper(lua_State* L) {
  push_bound(L, objective_at(L).bounds().upper);
  return 1;
}

int push_start(lua_State* L) {
  push_point(L, objective_at(L).start());
  return 1;
}

/// Of a process: what its workers have done. Nil for other objectives.
const ProcessPool::Incidents* incidents_at(lua_State* L) {
  const auto* process = dynamic_cast<const ProcessObjective*>(&objective_at(L));
  if (!process) lua_pushnil(L);
  return process ? &process->incidents() : nullptr;
}

int push_retries(lua_State* L) {
  if (const auto* incidents = incidents_at(L)) lua_pushinteger(L, incidents->retries);
  return 1;
}

int push_restarts(lua_State* L) {
  if (const auto* incidents = incidents_at(L)) lua_pushinteger(L, incidents->restarts);
  return 1;
}

int push_last_error(lua_State* L) {
  const auto* incidents = incidents_at(L);
  if (incidents && incidents->last_error.empty()) lua_pushnil(L);
  if (incidents && !incidents->last_error.empty()) push_string(L, incidents->last_error);
  return 1;
}

struct Bytecode {
  std::size_t bytes = 0;
  uLong checksum = 0;
};

int add_bytecode(lua_State*, const void* part, std::size_t size, void* bytecode) {
  auto& sum = *static_cast<Bytecode*>(bytecode);
  sum.bytes += size;
  sum.checksum = crc32_z(sum.checksum, static_cast<const Bytef*>(part), size);
  return 0;
}

/// Without the name of its file, which is written one way or another ("lab.lua", "./lab.lua").
std::string definition_of_function(lua_State* L, int function) {
  lua_Debug where{};
  lua_pushvalue(L, function);
  lua_getinfo(L, ">S", &where);
  if (std::string_view(where.what) == "C") return "a function that is not Lua";
  Bytecode code;
  lua_pushvalue(L, function);
  lua_dump(L, add_bytecode, &code, 1);
  lua_pop(L, 1);
  return fmt::format("the function of lines {} to {} ({} bytes of code, checksum {:08x})", where.linedefined,
                     where.lastlinedefined, code.bytes, code.checksum);
}

int to_string(lua_State* L) {
  const Objective& objective = *check<ObjectivePointer>(L, 1);
  push_string(L, fmt::format("objective {} of dimension {}", objective.name(), objective.dim()));
  return 1;
}

}  // namespace

LuaObjective::LuaObjective(DefinedOptions options) : options_(std::move(options)) {
  set_bounds({options_.lower, options_.upper});
  if (options_.start.size() > 1 && options_.start.size() != dim())
    throw_error(ErrorKind::option, "option 'start' has {} numbers for dimension {}; give one number or {}",
                options_.start.size(), dim(), dim());
}

Point LuaObjective::start() const {
  Point x = Objective::start();
  const auto elements = x.tensors[0].as<double>();
  for (std::size_t i = 0; i < elements.size() && !options_.start.empty(); ++i)
    elements[i] = options_.start.size() == 1 ? options_.start[0] : options_.start[i];
  return x;
}

void LuaObjective::set_workers(int count) {
  if (count > 1)
    throw_error(ErrorKind::option,
                "option 'workers' is {}, but a Lua function runs on one thread; use ng.objective.process", count);
}

LuaObjective::Scope::Scope(LuaObjective& objective, lua_State* L, int function)
    : objective_(objective),
      outer_state_(objective.L_),
      outer_function_(objective.function_),
      outer_point_(objective.point_) {
  luaL_checkstack(L, 4, "too many nested objectives");
  objective.L_ = L;
  objective.function_ = lua_absindex(L, function);
  if (objective.options_.point == "table")
    lua_createtable(L, static_cast<int>(std::min<std::size_t>(objective.dim(), 1 << 20)), 0);
  objective.point_ = lua_gettop(L);
}

LuaObjective::Scope::~Scope() {
  objective_.L_ = outer_state_;
  objective_.function_ = outer_function_;
  objective_.point_ = outer_point_;
}

void LuaObjective::push_point(std::span<const double> x) {
  if (options_.point == "tensor") {
    Tensor point({static_cast<std::int64_t>(x.size())});
    std::copy(x.begin(), x.end(), point.as<double>().begin());
    return push_tensor(L_, point);
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    lua_pushnumber(L_, x[i]);
    lua_rawseti(L_, point_, static_cast<lua_Integer>(i + 1));
  }
  lua_pushvalue(L_, point_);
}

double LuaObjective::value(std::span<const double> x) {
  lua_pushvalue(L_, function_);
  push_point(x);
  lua_call(L_, 1, 1);
  if (lua_type(L_, -1) != LUA_TNUMBER) refuse_result();
  const double result = lua_tonumber(L_, -1);
  lua_pop(L_, 1);
  return result;
}

void LuaObjective::refuse_result() {
  lua_Debug where{};
  lua_pushvalue(L_, function_);
  lua_getinfo(L_, ">S", &where);
  const std::string got = lua_isnil(L_, -1) ? "nothing" : std::string("a ") + luaL_typename(L_, -1);
  const std::string what = lua_isstring(L_, -1) ? fmt::format(" '{}'", lua_tostring(L_, -1)) : "";
  throw_error(ErrorKind::objective, "an objective must return a number; the function at {}:{} returned {}{}",
              where.short_src, where.linedefined, got, what);
}

ObjectiveArgument::ObjectiveArgument(lua_State* L, int index, std::optional<std::int64_t> dim_of_function) : L_(L) {
  index = lua_absindex(L, index);
  if (lua_isfunction(L, index)) {
    if (!dim_of_function)
      throw_error(ErrorKind::option,
                  "a function does not say how many variables it takes: give dim = …, or x0 as a list");
    DefinedOptions options;
    options.dim = *dim_of_function;
    objective_ = std::make_shared<LuaObjective>(std::move(options));
    scope_.emplace(static_cast<LuaObjective&>(*objective_), L, index);
    function_ = index;
    return;
  }
  const auto* objective = test<ObjectivePointer>(L, index);
  if (!objective) luaL_typeerror(L, index, "function or objective");
  objective_ = *objective;
  if (auto* defined = dynamic_cast<LuaObjective*>(objective_.get())) {
    lua_getiuservalue(L, index, function_slot);
    function_ = lua_gettop(L);
    scope_.emplace(*defined, L, function_);
  }
}

Objective& ObjectiveArgument::defined() const {
  if (function_ != 0) objective_->set_definition(definition_of_function(L_, function_));
  return *objective_;
}

void open_objective(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> metamethods{
      {{"__call", native<call>}, {"__tostring", native<to_string>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 1> methods{{{nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 9> fields{{{"dim", native<push_dim>},
                                            {"name", native<push_name>},
                                            {"lower", native<push_lower>},
                                            {"upper", native<push_upper>},
                                            {"start", native<push_start>},
                                            {"retries", native<push_retries>},
                                            {"restarts", native<push_restarts>},
                                            {"last_error", native<push_last_error>},
                                            {nullptr, nullptr}}};
  register_type<ObjectivePointer>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<ObjectivePointer>::value, fields.data());
  luaL_getsubtable(L, -1, "objective");
  for (const catalog::Descriptor& descriptor : catalog::entries()) {
    if (descriptor.kind != "objective" || !descriptor.make) continue;
    lua_pushlightuserdata(L, const_cast<catalog::Descriptor*>(&descriptor));
    lua_pushcclosure(L, native<construct>, 1);
    lua_setfield(L, -2, descriptor.name.c_str());
  }
  lua_pushcfunction(L, native<define>);
  lua_setfield(L, -2, "define");
  lua_pop(L, 1);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, objective) {
  return Described<NoOptions>("object", "objective",
                              "something to minimise or maximise: call it with a point, or give it to ng.minimize")
      .member("f(x)", "its value at a list of numbers or a tensor, a number")
      .member("f.dim: integer", "how many variables it has")
      .member("f.name: string", "what runs and messages call it")
      .member("f.lower: tensor?", "lower bounds, one a variable; nil where it has none")
      .member("f.upper: tensor?", "upper bounds; nil where it has none")
      .member("f.start: tensor | tensors | nil",
              "where a run begins unless told; a list of tensors where points are of several")
      .member("f.retries: integer?", "of ng.objective.process: evaluations tried again so far")
      .member("f.restarts: integer?",
              "of ng.objective.process: workers started in the place of one that failed or ended")
      .member("f.last_error: string?", "of ng.objective.process: what a worker did wrong last, or nil")
      .example("local f = ng.objective.rosenbrock { dim = 2 }\nreturn f { 1, 1 }, f.dim, f.name");
}
