#include "bindings/result.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"

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

constexpr const char* tensors_type = "nilgrad.tensors";

/// One that is small enough to have another of; a point of several tensors is a model's.
Point copy_of(const Point& point) { return point.tensors.size() == 1 ? point.clone() : point; }

void set_point(lua_State* L, const char* field, const Point& point) {
  push_point(L, point);
  lua_setfield(L, -2, field);
}

void push_assessment(lua_State* L, const Assessment& assessment) {
  lua_createtable(L, 0, static_cast<int>(assessment.figures.size()) + 1);
  for (const Figure& figure : assessment.figures) set_number(L, figure.name.c_str(), figure.value);
  set_integer(L, "step", assessment.step);
}

void set_assessments(lua_State* L, const Run& run) {
  const Result& result = run.result();
  lua_createtable(L, static_cast<int>(result.evaluated.size()), 0);
  for (std::size_t i = 0; i < result.evaluated.size(); ++i) {
    push_assessment(L, result.evaluated[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "evaluated");
  if (const auto step = run.best_step()) set_integer(L, "best_step", *step);
}

void set_history(lua_State* L, const Result& result) {
  lua_createtable(L, static_cast<int>(result.history.size()), 0);
  for (std::size_t i = 0; i < result.history.size(); ++i) {
    lua_createtable(L, 0, 2);
    set_integer(L, "evaluations", result.history[i].evaluations);
    set_number(L, "value", result.history[i].value);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "history");
}

void set_curve(lua_State* L, const Result& result) {
  const auto points = result.curve.points();
  lua_createtable(L, static_cast<int>(points.size()), 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    lua_createtable(L, 0, 2);
    set_integer(L, "step", points[i].step);
    set_number(L, "value", points[i].value);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "curve");
}

/// "12 tensors of 125239296 numbers"
int tensors_to_string(lua_State* L) {
  const lua_Integer count = luaL_len(L, 1);
  std::size_t numbers = 0;
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, 1, i);
    if (const Tensor* tensor = test_tensor(L, -1)) numbers += tensor->size();
    lua_pop(L, 1);
  }
  push_string(L, fmt::format("{} tensors of {} numbers", count, numbers));
  return 1;
}

/// progress.x, of a table whose metatable has the run.
int progress_field(lua_State* L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING || std::string_view(lua_tostring(L, 2)) != "x") return 0;
  const Run* run = *static_cast<const Run**>(lua_touserdata(L, lua_upvalueindex(1)));
  lua_getfield(L, 1, "evaluations");
  if (!run || lua_tointeger(L, -1) != run->result().evaluations)
    throw_error(ErrorKind::state, "progress.x is a point of a step that is over: read it in the callback");
  push_point(L, copy_of(run->result().x));
  lua_pushvalue(L, -1);
  lua_setfield(L, 1, "x");
  return 1;
}

std::string text_field(lua_State* L, int table, const char* field) {
  lua_getfield(L, table, field);
  std::size_t size = 0;
  const char* text = luaL_tolstring(L, -1, &size);
  std::string result(text, size);
  lua_pop(L, 2);
  return result;
}

/// The last entry of a list in the result, on the stack: nil where there is none.
void push_last(lua_State* L, const char* list) {
  lua_getfield(L, 1, list);
  lua_geti(L, -1, luaL_len(L, -1));
  lua_remove(L, -2);
}

/// The best value and where it was found; of a run on minibatches, whose best value is the luckiest one, how it stands.
std::string beginning_of_summary(lua_State* L) {
  const bool model = lua_getfield(L, 1, "x") == LUA_TTABLE;
  lua_pop(L, 1);
  if (!model) return fmt::format("best value   {}\nat           {}", text_field(L, 1, "value"), text_field(L, 1, "x"));
  std::string text = fmt::format("moved        {}", text_field(L, 1, "x"));
  push_last(L, "curve");
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, "value");
    text += fmt::format("\nlast value   {:.4g}, in the mean over minibatches", lua_tonumber(L, -1));
    lua_pop(L, 1);
  }
  push_last(L, "evaluated");
  if (lua_istable(L, -1)) {
    text += fmt::format("\nevaluated    after step {}:", text_field(L, -1, "step"));
    std::map<std::string, double> figures;
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
      if (lua_type(L, -2) == LUA_TSTRING) figures[lua_tostring(L, -2)] = lua_tonumber(L, -1);
    figures.erase("step");
    for (const auto& [name, value] : figures) text += fmt::format(" {} {:.4g}", name, value);
  }
  lua_pop(L, 2);
  return text;
}

int to_string(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  const auto field = [&](const char* name) { return text_field(L, 1, name); };
  std::string text = beginning_of_summary(L);
  text += fmt::format("\nevaluations  {}", field("evaluations"));
  if (field("failures") != "0") text += fmt::format(" ({} failed)", field("failures"));
  lua_getfield(L, 1, "seconds");
  if (field("best_step") != "nil") text += fmt::format("\nbest step    {}", field("best_step"));
  text += fmt::format("\nstopped      {}\ntime         {:.3g} s\noptimizer    {}", field("reason"), lua_tonumber(L, -1),
                      field("optimizer"));
  push_string(L, text);
  return 1;
}

}  // namespace

void push_point(lua_State* L, const Point& point) {
  if (point.tensors.size() == 1) return push_tensor(L, point.tensors[0]);
  lua_createtable(L, static_cast<int>(point.tensors.size()), 0);
  for (std::size_t i = 0; i < point.tensors.size(); ++i) {
    push_tensor(L, point.tensors[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  luaL_setmetatable(L, tensors_type);
}

void push_result(lua_State* L, const Run& run, const std::string& optimizer, Points points) {
  const Result& result = run.result();
  const auto own = [&](const Point& point) { return points == Points::shared ? point : copy_of(point); };
  lua_createtable(L, 0, 13);
  set_point(L, "x", own(result.x));
  set_point(L, "last", own(run.iterate()));
  set_number(L, "value", result.value);
  set_number(L, "seconds", result.seconds);
  set_integer(L, "evaluations", result.evaluations);
  set_integer(L, "failures", result.failures);
  set_integer(L, "steps", result.steps);
  push_string(L, run.done() ? result.reason : "not done");
  lua_setfield(L, -2, "reason");
  push_string(L, optimizer);
  lua_setfield(L, -2, "optimizer");
  set_history(L, result);
  set_curve(L, result);
  set_assessments(L, run);
  luaL_setmetatable(L, result_type);
}

Progress::Progress(lua_State* L, const Run& run) : L_(L), run_(&run) {
  lua_createtable(L, 0, 1);
  metatable_ = lua_gettop(L);
  seen_ = static_cast<const Run**>(lua_newuserdatauv(L, sizeof(const Run*), 0));
  *seen_ = run_;
  lua_pushcclosure(L, native<progress_field>, 1);
  lua_setfield(L, metatable_, "__index");
}

Progress::~Progress() { *seen_ = nullptr; }

void Progress::push() const {
  const Result& result = run_->result();
  lua_createtable(L_, 0, 5);
  set_number(L_, "value", result.value);
  set_integer(L_, "evaluations", result.evaluations);
  set_integer(L_, "steps", result.steps);
  if (!result.evaluated.empty() && result.evaluated.back().step == result.steps) {
    push_assessment(L_, result.evaluated.back());
    lua_setfield(L_, -2, "evaluated");
  }
  lua_pushvalue(L_, metatable_);
  lua_setmetatable(L_, -2);
}

void open_result(lua_State* L) {
  luaL_newmetatable(L, result_type);
  lua_pushcfunction(L, native<to_string>);
  lua_setfield(L, -2, "__tostring");
  luaL_newmetatable(L, tensors_type);
  lua_pushcfunction(L, native<tensors_to_string>);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 2);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, result) {
  return Described<NoOptions>("object", "result",
                              "what a search found: ng.minimize, ng.maximize, ng.resume and run:result() return it")
      .member("r.x: tensor", "the best point evaluated; with keep = 'last' the same as last")
      .member("r.value: number", "its value; NaN if no value was finite")
      .member("r.evaluations: integer", "evaluations made, failed ones included")
      .member("r.failures: integer", "values among them that were NaN or infinite")
      .member("r.steps: integer", "steps finished")
      .member("r.reason: string",
              "why it stopped: 'budget', 'target', 'seconds', 'steps', 'callback' or the optimizer's own")
      .member("r.seconds: number", "time it took")
      .member("r.history: { evaluations: integer, value: number }[]", "each time a better value was found")
      .member("r.curve: { step: integer, value: number }[]",
              "the mean of the values of each step, NaN where none was finite; of more than 512 steps over as many of "
              "them as make it shorter")
      .member("r.evaluated: { step: integer }[]", "list of { step, name = figure, … }: what evaluate_every asked for")
      .member("r.best_step: integer?",
              "the step among them whose first figure was best: the least, or the greatest for maximize")
      .member("r.last: tensor | tensors",
              "where the optimizer stood at the end; a list of tensors where points are of several")
      .member("r.optimizer: string", "what searched, and why it was chosen")
      .example(
          "local r = ng.minimize(ng.objective.sphere { dim = 2 }, { budget = 200, seed = 1 })\nreturn r.value, r.x, "
          "r.reason, #r.history");
}

NILGRAD_DESCRIBE(object, tensors) {
  return Described<NoOptions>(
             "object", "tensors",
             "a list of tensors: a point of a language model's parameters, which prints as their count and size")
      .member("p[i]", "the tensor i; #p is their count")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\nlocal task = ng.task.classification { template = "
          "'{text} It was', labels = { ' bad', ' good' },\n  train = { { text = 'I like it.', label = 1 } } }\nlocal f "
          "= ng.objective.language { model = model, task = task, batch = 1 }\nlocal r = ng.minimize(f, { steps = 1, "
          "optimizer = ng.optimizer.zeroth_order {}, seed = 1, progress = false })\nreturn r.last, r.last[1]");
}
