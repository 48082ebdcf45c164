#include "bindings/run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "bindings/progress.hpp"
#include "bindings/result.hpp"
#include "bindings/run_progress.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/evaluation_count.hpp"
#include "runtime/optimizer/choice.hpp"
#include "runtime/optimizer/run_options.hpp"
#include "runtime/optimizer/run_record.hpp"
#include "runtime/tensor/summary.hpp"
#include "runtime/transformer/language/language_objective.hpp"

namespace nilgrad::bindings {

namespace {

/// x0 where it is a tensor, which read_options has left out: it keeps its shape and dtype.
std::optional<Tensor> tensor_x0(lua_State* L, int options) {
  if (!lua_istable(L, options)) return {};
  lua_getfield(L, options, "x0");
  std::optional<Tensor> found;
  if (const Tensor* x0 = test_tensor(L, -1)) found = *x0;
  lua_pop(L, 1);
  return found;
}

/// A point that the run may move: a copy of x0, or with in_place x0 itself.
Point start_from(const Tensor& x0, std::size_t d, bool in_place) {
  if (x0.size() != d)
    throw_error(ErrorKind::option, "option 'x0' has {} numbers for a problem of dimension {}; give one number or {}",
                x0.size(), d, d);
  x0.visit([&](auto elements) {
    const auto finite = [](auto element) { return std::isfinite(element); };
    if (elements.empty() || !std::all_of(elements.begin(), elements.end(), finite))
      throw_error(ErrorKind::option, "option 'x0' must be finite numbers, got {}", summary(x0));
  });
  return Point(in_place ? x0 : x0.clone());
}

/// By `dim`, or by x0 or a bound that was given as a list (a list of one number tells dimension 1, a number does not).
std::optional<std::int64_t> told_dimension(const RunOptions& options, const catalog::Values& values) {
  if (options.dim) return options.dim;
  for (const char* name : {"x0", "lower", "upper"})
    if (const auto found = values.find(name); found != values.end())
      if (const auto* list = std::get_if<std::vector<double>>(&found->second))
        return static_cast<std::int64_t>(list->size());
  return {};
}

struct ToldOptions {
  RunOptions run;
  RecipePointer optimizer;          ///< null: to be chosen
  std::optional<std::int64_t> dim;  ///< of the problem, as far as the options tell
  std::string keep;                 ///< empty: not told
};

/// What a run is of: an objective, or for ng.start the space alone.
struct Problem {
  std::size_t d;
  std::function<Point()> start;  ///< the objective's own, made only where x0 is not given
  Bounds bounds;
  Objective* objective = nullptr;
};

/// The optimizer given or, by the rule, chosen.
Choice optimizer_of(const ToldOptions& told, std::size_t d, const Run::Settings& settings) {
  if (told.optimizer) return {told.optimizer, ""};
  return choose_optimizer(d, settings, told.run.noisy);
}

void refuse_budget(const NamedRun& named) {
  throw_error(ErrorKind::option, "option 'budget' is {}, but the first request of {} takes {} evaluations",
              named.run->settings().budget, named.optimizer, named.run->request_size());
}

/// An objective's own point is moved where it is: nothing that would need another point beside it.
void check_moves_own_point(lua_State* L, int table, const ToldOptions& told, const Objective& objective) {
  const auto refuse = [&](const char* option, const char* what) {
    throw_error(ErrorKind::option, "option '{}' cannot be given: {} moves its own point, {}", option, objective.name(),
                what);
  };
  if (!told.run.x0.empty() || tensor_x0(L, table)) refuse("x0", "which is where the run begins");
  if (told.run.in_place) refuse("in_place", "and always in place");
  if (!told.run.lower.empty()) refuse("lower", "which has no bounds");
  if (!told.run.upper.empty()) refuse("upper", "which has no bounds");
  if (told.keep == "best") refuse("keep = 'best'", "of which there is no copy; evaluate_every finds the best step");
  if (!told.optimizer)
    throw_error(ErrorKind::option, "give optimizer = …: none is chosen for {}, which moves its own point",
                objective.name());
}

Point start_of(lua_State* L, int table, const ToldOptions& told, const Problem& problem) {
  const RunOptions& options = told.run;
  const auto x0 = tensor_x0(L, table);
  if (options.in_place && !x0) throw_error(ErrorKind::option, "option 'in_place' needs x0 = a tensor");
  return x0 ? start_from(*x0, problem.d, options.in_place)
            : options.start(problem.d, options.x0.empty() ? problem.start() : Point());
}

RunPointer make_run(lua_State* L, int table, const ToldOptions& told, const Problem& problem, bool maximize) {
  const RunOptions& options = told.run;
  if (options.dim && *options.dim != static_cast<std::int64_t>(problem.d))
    throw_error(ErrorKind::option, "option 'dim' is {}, but the objective has dimension {}", *options.dim, problem.d);
  const bool own_point = problem.objective && problem.objective->moves_own_point();
  if (own_point) {
    check_moves_own_point(L, table, told, *problem.objective);
    problem.objective->begins();
  }
  const Point start = start_of(L, table, told, problem);
  Run::Settings settings = options.settings(problem.d, problem.bounds, maximize);
  settings.in_place = true;  // the start is the run's own by now, or is to be
  if (own_point) settings.keep = Keep::last;
  const Choice choice = optimizer_of(told, problem.d, settings);
  const std::string name = choice.optimizer->to_string() + (choice.why.empty() ? "" : fmt::format(" ({})", choice.why));
  RunRecord record{choice.optimizer, name, std::move(settings), {}, {}};
  std::string header;
  if (options.journal) {
    record.x0 = own_point ? PointRecord::of_sample(start) : PointRecord::of(start);
    if (problem.objective) record.objective = ObjectiveRecord::of(*problem.objective);
    header = record.to_json();
  }
  auto named = std::make_shared<NamedRun>(NamedRun{name, record.start(start, monotonic_seconds)});
  if (named->run->done() && named->run->result().reason == "budget") refuse_budget(*named);
  if (options.journal) named->run->record_in(Journal::create(*options.journal, header, options.journal_sync));
  return named;
}

ToldOptions read_run_options(lua_State* L, int table, const char* function) {
  const auto& descriptor = *catalog::find("function", function);
  const auto values = read_options(L, table, descriptor, "x0");
  ToldOptions told{catalog::read<RunOptions>(descriptor, values), {}, {}, {}};
  if (values.contains("keep")) told.keep = told.run.keep;
  if (const auto given = values.find("optimizer"); given != values.end())
    told.optimizer = std::get<catalog::Recipes>(given->second).front();
  told.dim = told_dimension(told.run, values);
  if (const auto x0 = tensor_x0(L, table); x0 && !told.dim) told.dim = static_cast<std::int64_t>(x0->size());
  return told;
}

bool flag(lua_State* L, int table, const char* name, bool otherwise) {
  if (!lua_istable(L, table)) return otherwise;
  const bool value = lua_getfield(L, table, name) == LUA_TNIL ? otherwise : lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return value;
}

/// Calls the callback at stack index `callback`: true from it ends the run.
bool call_back(lua_State* L, int callback, const Progress& progress) {
  lua_pushvalue(L, callback);
  progress.push();
  lua_call(L, 1, 1);
  const bool end = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return end;
}

int optimize(lua_State* L, bool maximize) {
  lua_settop(L, 2);
  const ToldOptions told = read_run_options(L, 2, maximize ? "maximize" : "minimize");
  const ObjectiveArgument objective(L, 1, told.dim);
  std::optional<WorkersScope> workers;
  if (told.run.workers) workers.emplace(*objective, static_cast<int>(*told.run.workers));
  Objective& f = told.run.journal ? objective.defined() : *objective;
  const RunPointer named = make_run(L, 2, told, {f.dim(), [&] { return f.start(); }, f.bounds(), &f}, maximize);
  run_to_end(L, 2, *named, *objective);
  return 1;
}

int minimize_call(lua_State* L) { return optimize(L, false); }
int maximize_call(lua_State* L) { return optimize(L, true); }

int start(lua_State* L) {
  lua_settop(L, 1);
  const ToldOptions told = read_run_options(L, 1, "start");
  if (!told.dim) throw_error(ErrorKind::option, "ng.start needs dim = …, or x0, lower or upper as a list");
  DefinedOptions space;  // a space without a function: its middle is where the run begins unless told
  space.dim = *told.dim;
  space.lower = told.run.lower;
  space.upper = told.run.upper;
  const LuaObjective middle(space);
  push<RunPointer>(L, make_run(L, 1, told, {middle.dim(), [&] { return middle.start(); }, middle.bounds()},
                               flag(L, 1, "maximize", false)));
  return 1;
}

Run& run_at(lua_State* L) { return *check<RunPointer>(L, 1)->run; }

int ask(lua_State* L) {
  Run& run = run_at(L);
  const auto probes = run.ask();
  const Tensor& shape = run.iterate().tensors.at(0);
  Tensor points({static_cast<std::int64_t>(probes.size()), static_cast<std::int64_t>(shape.size())}, shape.dtype());
  for (std::size_t i = 0; i < probes.size(); ++i) {
    Point row(points.row(i));
    materialise(probes[i], row);
  }
  push_tensor(L, points);
  return 1;
}

/// nil, false and NaN are failed evaluations; anything else that is no number is a mistake.
double told_value(lua_State* L, lua_Integer i) {
  lua_geti(L, 2, i);
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (lua_type(L, -1) != LUA_TNUMBER)
    throw_error(ErrorKind::option, "value {} told is a {}, not a number (nil or NaN for a failed evaluation)", i,
                luaL_typename(L, -1));
  const double value = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return value;
}

int tell(lua_State* L) {
  Run& run = run_at(L);
  if (run.done()) run.tell({});  // says that it is over
  const auto count = static_cast<lua_Integer>(run.ask().size());
  if (!test_tensor(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
  if (luaL_len(L, 2) > count)
    throw_error(ErrorKind::shape, "values told: {}, points asked for: {}", luaL_len(L, 2), count);
  std::vector<double> values;
  for (lua_Integer i = 1; i <= count; ++i) values.push_back(told_value(L, i));
  run.tell(values);
  Evaluating().made(values.size());
  return 0;
}

int done(lua_State* L) {
  lua_pushboolean(L, run_at(L).done());
  return 1;
}

int result(lua_State* L) {
  const RunPointer& named = check<RunPointer>(L, 1);
  push_result(L, *named->run, named->optimizer);
  return 1;
}

int iterate(lua_State* L) {
  push_tensor(L, run_at(L).iterate().tensors.at(0).clone());
  return 1;
}

int stop(lua_State* L) {
  run_at(L).stop(luaL_optstring(L, 2, "stopped"));
  return 0;
}

int to_string(lua_State* L) {
  const Run& run = run_at(L);
  push_string(
      L, fmt::format("run: {} evaluations, best value {}, {}", run.result().evaluations, run.result().value,
                     run.done() ? "stopped: " + run.result().reason : fmt::format("{} points wait", run.ask().size())));
  return 1;
}

/// What a run on a language model is going to take.
std::string memory_text(const Run& run, const transformer::LanguageObjective& objective) {
  using transformer::bytes_text;
  const transformer::RunMemory memory =
      objective.memory(std::max<std::size_t>(1, run.request_size()), static_cast<std::size_t>(run.memory()),
                       run.settings().evaluate_every.has_value());
  return fmt::format("nilgrad: {}: at most {} of memory: weights {}, activations {}, scratch {}, optimizer {}",
                     objective.name(), bytes_text(memory.peak()), bytes_text(memory.weights),
                     bytes_text(memory.activations), bytes_text(memory.scratch), bytes_text(memory.state));
}

}  // namespace

void run_to_end(lua_State* L, int table, const NamedRun& named, Objective& objective) {
  ProgressLine progress(flag(L, table, "progress", true));
  RunBeginning beginning(*named.run, monotonic_seconds());
  if (const auto* language = dynamic_cast<const transformer::LanguageObjective*>(&objective))
    progress.say(memory_text(*named.run, *language));
  int callback = 0;
  std::optional<Progress> told;
  if (lua_istable(L, table) && lua_getfield(L, table, "callback") == LUA_TFUNCTION) {
    callback = lua_gettop(L);
    told.emplace(L, *named.run);
  }
  try {
    minimize(*named.run, objective, StopToken(interrupt_flag()), [&](const Run& run) {
      if (objective.moves_own_point()) beginning.follow(run);
      if (progress.due()) progress.show(progress_text(run, beginning, monotonic_seconds()));
      return told && call_back(L, callback, *told);
    });
  } catch (const Error& error) {
    const Result& so_far = named.run->result();
    if (error.kind() != ErrorKind::interrupted) throw;
    throw_error(ErrorKind::interrupted, "{} after {} evaluations, best value {}", error.what(), so_far.evaluations,
                so_far.value);
  }
  push_result(L, *named.run, named.optimizer, Points::shared);
}

void open_run(lua_State* L) {
  constexpr std::array<luaL_Reg, 7> methods{{{"ask", native<ask>},
                                             {"tell", native<tell>},
                                             {"done", native<done>},
                                             {"result", native<result>},
                                             {"x", native<iterate>},
                                             {"stop", native<stop>},
                                             {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<to_string>}, {nullptr, nullptr}}};
  register_type<RunPointer>(L, methods.data(), metamethods.data());
  open_result(L);
  constexpr std::array<luaL_Reg, 4> functions{{{"minimize", native<minimize_call>},
                                               {"maximize", native<maximize_call>},
                                               {"start", native<start>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, run) {
  return Described<NoOptions>("object", "run",
                              "a run whose values are measured elsewhere, as ng.start and ng.resume return it")
      .member("run:ask() -> tensor", "the points that wait for values, a row each; the same until they are told")
      .member("run:tell(values: number[] | tensor)", "one a point, in order; nil, false or NaN is a failed evaluation")
      .member("run:done() -> boolean", "whether it is over")
      .member("run:result() -> result", "what ng.minimize would return; so far, if it is not over")
      .member("run:x() -> tensor", "where the optimizer stands, a copy")
      .member("run:stop(reason: string?)", "ends it; the result's reason is 'stopped' unless told")
      .example(
          "local run = ng.start { dim = 2, budget = 50, seed = 1 }\n"
          "while not run:done() do\n"
          "  local values = {}\n"
          "  for i, x in ipairs(run:ask()) do values[i] = x[1]^2 + x[2]^2 end\n"
          "  run:tell(values)\n"
          "  if run:x():norm() < 1e-3 then run:stop 'near enough' end\n"
          "end\n"
          "return run:result()");
}
