#include "bindings/study.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "bindings/options.hpp"
#include "bindings/progress.hpp"
#include "bindings/study_command.hpp"
#include "bindings/study_transfer.hpp"
#include "bindings/study_view.hpp"
#include "bindings/study_workers.hpp"
#include "runtime/study/worker_name.hpp"
#include "runtime/study/worker_processes.hpp"

// A study as stdlib/nilgrad/study sees it: the module "nilgrad.native.study", whose options that module has checked.
namespace nilgrad::bindings {
namespace {

using study::Study;

Study& study_at(lua_State* L) { return *check<StudyPointer>(L, 1); }

std::string text_field(lua_State* L, int table, const char* name) {
  lua_getfield(L, table, name);
  std::size_t size = 0;
  const char* text = lua_tolstring(L, -1, &size);
  std::string result = text ? std::string(text, size) : std::string();
  lua_pop(L, 1);
  return result;
}

double number_field(lua_State* L, int table, const char* name, double otherwise) {
  lua_getfield(L, table, name);
  const double result = luaL_optnumber(L, -1, otherwise);
  lua_pop(L, 1);
  return result;
}

template <class Thing>
std::shared_ptr<Thing> thing_field(lua_State* L, int table, const char* name, std::string& text) {
  lua_getfield(L, table, name);
  std::shared_ptr<Thing> thing;
  if (const auto* recipe = test<RecipePointer>(L, -1)) {
    thing = (*recipe)->make<Thing>();
    text = (*recipe)->to_string();
  }
  lua_pop(L, 1);
  return thing;
}

study::Given given_field(lua_State* L, int table, const char* name) {
  lua_getfield(L, table, name);
  study::Given given = to_given(L, -1, name);
  lua_pop(L, 1);
  return given;
}

std::vector<bool> goals_field(lua_State* L, int table) {
  std::vector<bool> maximize;
  lua_getfield(L, table, "directions");
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; ++i, lua_pop(L, 1))
    maximize.push_back(std::string_view(lua_tostring(L, -1)) == "maximize");
  lua_pop(L, 2);
  return maximize;
}

/// A worker whose trial does not come back ends itself: whoever started it starts another. The first process stays,
/// since the script is more than the trial.
void give_up(const study::HeldTrial& trial) {
  fmt::print(stderr, "nilgrad: trial {} timed out and does not come back from what it called\n", trial.held.number);
  if (study::WorkerOrder::ours()) _exit(1);
}

/// open { name, storage, seed, directions, sampler, pruner, space, fixed, defaults, ranges, lease, retries } -> core
int open(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  Study::Settings settings;
  settings.record.name = text_field(L, 1, "name");
  settings.record.maximize = goals_field(L, 1);
  lua_getfield(L, 1, "seed");
  settings.record.seed = static_cast<std::uint64_t>(lua_tointeger(L, -1));
  lua_pop(L, 1);
  settings.sampler = thing_field<study::Sampler>(L, 1, "sampler", settings.record.sampler);
  settings.pruner = thing_field<study::Pruner>(L, 1, "pruner", settings.record.pruner);
  lua_getfield(L, 1, "space");
  if (const auto* space = test<SpacePointer>(L, -1)) settings.space = *space;
  lua_pop(L, 1);
  settings.fixed = given_field(L, 1, "fixed");
  settings.defaults = given_field(L, 1, "defaults");
  settings.merge_ranges = text_field(L, 1, "ranges") == "merge";
  settings.lease = number_field(L, 1, "lease", settings.lease);
  settings.retries = static_cast<std::int64_t>(number_field(L, 1, "retries", 3));
  settings.worker = study::new_worker_name();
  settings.clock = monotonic_seconds;
  settings.on_given_up = give_up;
  std::shared_ptr<study::Storage> storage = study::open_storage(text_field(L, 1, "storage"));
  push<StudyPointer>(L, std::make_shared<Study>(std::move(storage), std::move(settings)), 1);
  lua_getfield(L, 1, "space");  // whose constraints are functions of this state
  lua_setiuservalue(L, -2, 1);
  return 1;
}

/// core:begin(total) -> trial, or nil when there is none to be had
int begin(lua_State* L) {
  Study& study = study_at(L);
  auto held = study.begin(luaL_optinteger(L, 2, std::int64_t{1} << 53));
  if (!held) return 0;
  push(L, RunningTrial{check<StudyPointer>(L, 1), std::move(held)});
  return 1;
}

int release(lua_State* L) {
  study_at(L).release(*check<RunningTrial>(L, 2).held);
  return 0;
}

/// core:sync() -> a number that changes when the history does
int sync(lua_State* L) {
  Study& study = study_at(L);
  lua_pushinteger(L, study.sync());
  return 1;
}

/// core:free_trials_of_the_dead()
int free_trials_of_the_dead(lua_State* L) {
  study_at(L).free_trials_of_the_dead();
  return 0;
}

int counts(lua_State* L) {
  Study& study = study_at(L);
  push_counts(L, study.storage().counts(study.record().id));
  return 1;
}

/// core:trials() -> a list of all, by number
int trials(lua_State* L) {
  push_trials(L, study_at(L).history());
  return 1;
}

/// core:best() -> the best trial; nothing where none is complete
int best(lua_State* L) { return push_best(L, study_at(L).history()); }

/// core:pareto() -> numbers of the trials that none is better than in all objectives
int pareto(lua_State* L) { return push_pareto(L, study_at(L).history()); }

int enqueue(lua_State* L) {
  Study& study = study_at(L);
  lua_pushinteger(L, study.storage().enqueue(study.record().id, to_given(L, 2, "study:enqueue's values")));
  return 1;
}

/// core:copy(other core, { number, … }) : finished trials of another study
int copy(lua_State* L) {
  Study& study = study_at(L);
  const auto& from = (*check<StudyPointer>(L, 2)).history();
  std::vector<study::Trial> chosen;
  for (lua_Integer i = 1; lua_rawgeti(L, 3, i) == LUA_TNUMBER; ++i, lua_pop(L, 1))
    chosen.push_back(from.trials().at(static_cast<std::size_t>(lua_tointeger(L, -1))));
  study.storage().import(study.record().id, chosen);
  study.sync();
  return 0;
}

/// core:record() -> { name, storage, directions, seed, sampler, pruner, created }
int record(lua_State* L) {
  const Study& study = study_at(L);
  push_study_record(L, study.record());
  push_string(L, study.storage().name());
  lua_setfield(L, -2, "storage");
  return 1;
}

void open_core(lua_State* L) {
  constexpr std::array<luaL_Reg, 14> methods{{{"begin", native<begin>},
                                              {"free_trials_of_the_dead", native<free_trials_of_the_dead>},
                                              {"evaluate", native<evaluate_trial>},
                                              {"tell", native<tell_trial>},
                                              {"release", native<release>},
                                              {"sync", native<sync>},
                                              {"counts", native<counts>},
                                              {"trials", native<trials>},
                                              {"best", native<best>},
                                              {"pareto", native<pareto>},
                                              {"enqueue", native<enqueue>},
                                              {"copy", native<copy>},
                                              {"record", native<record>},
                                              {nullptr, nullptr}}};
  register_type<StudyPointer>(L, methods.data());
}

}  // namespace

int open_native_study(lua_State* L) {
  open_core(L);
  open_study_trial(L);
  lua_newtable(L);
  open_study_space(L);
  open_study_command(L);
  open_study_workers(L);
  open_study_view(L);
  open_study_transfer(L);
  lua_pushcfunction(L, native<open>);
  lua_setfield(L, -2, "open");
  return 1;
}

}  // namespace nilgrad::bindings
