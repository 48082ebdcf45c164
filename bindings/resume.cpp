#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "bindings/language_model.hpp"
#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "bindings/progress.hpp"
#include "bindings/result.hpp"
#include "bindings/run.hpp"
#include "bindings/tensor.hpp"
#include "runtime/optimizer/journaled_run.hpp"
#include "runtime/optimizer/resume_options.hpp"
#include "runtime/transformer/language/language_objective.hpp"

namespace nilgrad::bindings {
namespace {

std::string path_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* path = luaL_checklstring(L, index, &size);
  return {path, size};
}

/// What `f` refuses is said to be of the journal at `path`.
template <class F>
void naming(const std::string& path, const F& f) {
  try {
    f();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) throw;
    throw_error(error.kind(), "{}: {}", path, error.what());
  }
}

/// Pushes the field of the options at `table`, nil where there are none.
void push_option(lua_State* L, int table, const char* name) {
  if (lua_istable(L, table))
    lua_getfield(L, table, name);
  else
    lua_pushnil(L);
}

std::optional<Point> tensor_option(lua_State* L, int table, const char* name, bool in_place) {
  push_option(L, table, name);
  std::optional<Point> point;
  if (const Tensor* tensor = test_tensor(L, -1)) point = Point(in_place ? *tensor : tensor->clone());
  lua_pop(L, 1);
  return point;
}

/// Cut records are said, since what they held is evaluated again.
void warn_of_torn_end(const std::string& path, const Journal::Contents& contents) {
  if (contents.torn_bytes == 0) return;
  fmt::print(stderr, "nilgrad: {}: the last {} bytes are a record that was not written to its end; they are cut off\n",
             path, contents.torn_bytes);
}

/// Pushes the objective option; whether there is one, which must be as the journal has it.
bool push_objective(lua_State* L, int table, const std::string& path, const RunRecord& record) {
  push_option(L, table, "objective");
  const bool given = !lua_isnil(L, -1);
  if (given && !record.objective)
    throw_error(ErrorKind::option, "{}: the run is one of ng.start, whose values are told: it has no objective", path);
  if (!given && record.objective)
    throw_error(ErrorKind::option, "{}: the run evaluates the objective '{}' of dimension {}: give objective = …", path,
                record.objective->name, record.objective->dim);
  return given;
}

/// Says of a language model that was trained or changed since the run began what its definition would not say as well.
void check_model(const std::string& path, const RunRecord& record, const Objective& objective) {
  const auto* language = dynamic_cast<const transformer::LanguageObjective*>(&objective);
  const auto model = transformer::ModelRecord::from_definition(record.objective->definition);
  if (!language || !model || language->name() != record.objective->name || language->dim() != record.objective->dim)
    return;
  naming(path, [&] { model->check(language->model()); });
}

/// The objective at the top of the stack, which must be that of the journal.
void take_objective(lua_State* L, const std::string& path, const RunRecord& record,
                    std::optional<ObjectiveArgument>& objective) {
  objective.emplace(L, lua_gettop(L), static_cast<std::int64_t>(record.objective->dim));
  check_model(path, record, **objective);
  record.objective->check(objective->defined());
}

/// The start of an objective that moves its own point, which is the one the run moves from here on.
std::optional<Point> own_point(const Objective& objective, bool x0_given, bool in_place) {
  if (!objective.moves_own_point()) return {};
  if (x0_given || in_place)
    throw_error(ErrorKind::option, "option '{}' cannot be given: {} moves its own point", x0_given ? "x0" : "in_place",
                objective.name());
  return objective.start();
}

int resume(lua_State* L) {
  lua_settop(L, 2);
  const std::string path = path_at(L, 1);
  const auto& descriptor = *catalog::find("function", "resume");
  const auto options = catalog::read<ResumeOptions>(descriptor, read_options(L, 2, descriptor, "x0"));
  JournaledRun journaled(path, options.journal_sync);
  std::optional<ObjectiveArgument> objective;
  if (push_objective(L, 2, path, journaled.record())) take_objective(L, path, journaled.record(), objective);
  if (options.evaluate_every && !journaled.record().objective)
    throw_error(ErrorKind::option, "{}: the run is one of ng.start: option 'evaluate_every' needs an objective", path);
  if (options.evaluate_every) journaled.evaluate_every(*options.evaluate_every);
  auto x0 = tensor_option(L, 2, "x0", options.in_place);
  if (objective)
    if (auto own = own_point(**objective, x0.has_value(), options.in_place)) x0 = std::move(own);
  if (!x0 && objective && !journaled.record().x0.complete()) x0 = (*objective)->start();
  const std::string name = journaled.record().optimizer_name;
  auto named = std::make_shared<NamedRun>(NamedRun{name, journaled.resume(x0, monotonic_seconds)});
  warn_of_torn_end(path, journaled.contents());
  std::optional<WorkersScope> workers;
  if (objective && options.workers) workers.emplace(**objective, static_cast<int>(*options.workers));
  if (objective)
    run_to_end(L, 2, *named, **objective);
  else
    push<RunPointer>(L, std::move(named));
  return 1;
}

/// Of a language model that was loaded anew: the tensors that the run moves, adapters among them.
Point point_of_model(const std::string& path, transformer::Model& model, const RunRecord& record) {
  const auto of_journal =
      record.objective ? transformer::ModelRecord::from_definition(record.objective->definition) : std::nullopt;
  if (!of_journal) throw_error(ErrorKind::option, "{}: the run is not one of a language model", path);
  std::optional<Point> point;
  naming(path, [&] { point = of_journal->point_of(model, StopToken(interrupt_flag())); });
  return *point;
}

/// The point of something that has one: a tensor's own, a language model's, or that of an objective that moves its own,
/// which must be the one of the journal.
Point point_of(lua_State* L, int index, const std::string& path, const RunRecord& record) {
  if (const Tensor* tensor = test_tensor(L, index)) return Point(*tensor);
  if (const auto* model = test<LanguageModelPointer>(L, index)) return point_of_model(path, **model, record);
  const auto* objective = test<ObjectivePointer>(L, index);
  if (!objective || !(*objective)->moves_own_point())
    refuse_type(L, index, "tensor, language model or objective with a point");
  if (record.objective) {
    check_model(path, record, **objective);
    record.objective->check(**objective);
  }
  return (*objective)->start();
}

/// What the run is to move: the target, which holds the start point where the journal does not; else the objective's
/// start.
std::optional<Point> start_to_replay(lua_State* L, const std::string& path, const RunRecord& record) {
  if (!lua_isnil(L, 2)) {
    Point target = point_of(L, 2, path, record);
    if (!record.x0.fits(target))
      throw_error(ErrorKind::shape, "{}: its points are {}, the target is {}", path, record.x0.form(),
                  PointRecord::of_sample(target).form());
    return target;
  }
  if (record.x0.complete()) return {};
  push_option(L, 3, "objective");
  if (lua_isnil(L, -1) && record.objective && transformer::ModelRecord::from_definition(record.objective->definition))
    throw_error(ErrorKind::option,
                "{}: the start point is too large to be in the journal: give the model of the run, loaded anew", path);
  std::optional<ObjectiveArgument> objective;
  if (record.objective && push_objective(L, 3, path, record)) take_objective(L, path, record, objective);
  return objective ? std::optional((*objective)->start()) : std::nullopt;
}

int replay(lua_State* L) {
  lua_settop(L, 3);
  const std::string path = path_at(L, 1);
  if (lua_istable(L, 2) && lua_isnil(L, 3)) lua_insert(L, 2);  // options, and no target
  const auto& descriptor = *catalog::find("function", "replay");
  const auto options = catalog::read<ReplayOptions>(descriptor, read_options(L, 3, descriptor));
  JournaledRun journaled(path);
  journaled.keep_last();
  const auto x0 = start_to_replay(L, path, journaled.record());
  const auto run = journaled.replay(x0, monotonic_seconds, options.step);
  if (lua_isnil(L, 2))
    push_point(L, run->iterate());
  else
    lua_pushvalue(L, 2);
  return 1;
}

}  // namespace

void open_resume(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> functions{
      {{"resume", native<resume>}, {"replay", native<replay>}, {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
