#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "bindings/progress.hpp"
#include "bindings/run.hpp"
#include "bindings/tensor.hpp"
#include "runtime/optimizer/journaled_run.hpp"
#include "runtime/optimizer/resume_options.hpp"

namespace nilgrad::bindings {
namespace {

std::string path_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* path = luaL_checklstring(L, index, &size);
  return {path, size};
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

/// The objective at the top of the stack, which must be that of the journal.
void take_objective(lua_State* L, const RunRecord& record, std::optional<ObjectiveArgument>& objective) {
  objective.emplace(L, lua_gettop(L), static_cast<std::int64_t>(record.objective->dim));
  record.objective->check(objective->defined());
}

int resume(lua_State* L) {
  lua_settop(L, 2);
  const std::string path = path_at(L, 1);
  const auto& descriptor = *catalog::find("function", "resume");
  const auto options = catalog::read<ResumeOptions>(descriptor, read_options(L, 2, descriptor, "x0"));
  JournaledRun journaled(path, options.journal_sync);
  std::optional<ObjectiveArgument> objective;
  if (push_objective(L, 2, path, journaled.record())) take_objective(L, journaled.record(), objective);
  auto x0 = tensor_option(L, 2, "x0", options.in_place);
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

/// What the run is to move: the target, which holds the start point where the journal does not; else the objective's
/// start.
std::optional<Point> start_to_replay(lua_State* L, const std::string& path, const RunRecord& record,
                                     const Tensor* target) {
  if (target && !record.x0.fits(Point(*target)))
    throw_error(ErrorKind::shape, "{}: its points are {}, the target is {} {}", path, record.x0.form(),
                name_of(target->dtype()), to_string(target->shape()));
  if (target) return Point(*target);
  if (record.x0.complete()) return {};
  std::optional<ObjectiveArgument> objective;
  if (record.objective && push_objective(L, 3, path, record)) take_objective(L, record, objective);
  return objective ? std::optional((*objective)->start()) : std::nullopt;
}

int replay(lua_State* L) {
  lua_settop(L, 3);
  const std::string path = path_at(L, 1);
  if (lua_istable(L, 2) && lua_isnil(L, 3)) lua_insert(L, 2);  // options, and no target
  const Tensor* target = lua_isnil(L, 2) ? nullptr : &check_tensor(L, 2);
  const auto& descriptor = *catalog::find("function", "replay");
  const auto options = catalog::read<ReplayOptions>(descriptor, read_options(L, 3, descriptor));
  JournaledRun journaled(path);
  journaled.keep_last();
  const auto x0 = start_to_replay(L, path, journaled.record(), target);
  const auto run = journaled.replay(x0, monotonic_seconds, options.step);
  if (target)
    lua_pushvalue(L, 2);
  else
    push_tensor(L, run->iterate().tensors.at(0));
  return 1;
}

}  // namespace

void open_resume(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> functions{
      {{"resume", native<resume>}, {"replay", native<replay>}, {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
