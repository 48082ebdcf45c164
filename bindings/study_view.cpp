#include "bindings/study_view.hpp"

#include <array>

#include "bindings/study.hpp"
#include "runtime/study/importance.hpp"
#include "runtime/study/study_view.hpp"

namespace nilgrad::bindings {

using ViewPointer = std::unique_ptr<study::StudyView>;

template <>
struct TypeName<ViewPointer> {
  static constexpr const char* value = "nilgrad.study_view";
};

namespace {

study::StudyView& view_at(lua_State* L) { return *check<ViewPointer>(L, 1); }

/// view(storage, name) -> view: with the methods of a core that only look
int view(lua_State* L) {
  push<ViewPointer>(L, std::make_unique<study::StudyView>(luaL_checkstring(L, 1), luaL_checkstring(L, 2)));
  return 1;
}

int sync(lua_State* L) {
  lua_pushinteger(L, view_at(L).sync());
  return 1;
}

int counts(lua_State* L) {
  const study::StudyView& view = view_at(L);
  push_counts(L, view.storage().counts(view.record().id));
  return 1;
}

int trials(lua_State* L) {
  push_trials(L, view_at(L).history());
  return 1;
}

int best(lua_State* L) { return push_best(L, view_at(L).history()); }

int pareto(lua_State* L) { return push_pareto(L, view_at(L).history()); }

int record(lua_State* L) {
  const study::StudyView& view = view_at(L);
  push_study_record(L, view.record());
  push_string(L, view.storage().name());
  lua_setfield(L, -2, "storage");
  return 1;
}

/// view:domains() -> { { name, text }, … }: of all parameters, in order of name
int domains(lua_State* L) {
  const auto& axes = view_at(L).history().axes();
  lua_createtable(L, static_cast<int>(axes.size()), 0);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    lua_createtable(L, 0, 2);
    push_string(L, axes[i].name);
    lua_setfield(L, -2, "name");
    push_string(L, axes[i].domain->to_string());
    lua_setfield(L, -2, "text");
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// view:leases() -> { [number] = seconds left }
int leases(lua_State* L) {
  const study::StudyView& view = view_at(L);
  lua_newtable(L);
  for (const study::Lease& lease : view.storage().leases(view.record().id)) {
    lua_pushnumber(L, lease.left);
    lua_rawseti(L, -2, lease.number);
  }
  return 1;
}

/// importances(core or view, objective from 1) -> { { name, share }, … }, the most important first
int importances(lua_State* L) {
  const auto* core = test<StudyPointer>(L, 1);
  const study::History& history = core ? (*core)->history() : view_at(L).history();
  const auto objective = static_cast<std::size_t>(luaL_optinteger(L, 2, 1) - 1);
  if (objective >= history.objectives())
    throw_error(ErrorKind::option, "the study has {} objectives, there is no objective {}", history.objectives(),
                luaL_optinteger(L, 2, 1));
  const auto all = study::importances(history, objective, StopToken(interrupt_flag()));
  lua_createtable(L, static_cast<int>(all.size()), 0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    lua_createtable(L, 0, 2);
    push_string(L, all[i].name);
    lua_setfield(L, -2, "name");
    lua_pushnumber(L, all[i].share);
    lua_setfield(L, -2, "share");
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// list(storage) -> { { name, counts, directions, sampler, pruner, created, seed }, … }
int list(lua_State* L) {
  const auto storage = study::open_existing(luaL_checkstring(L, 1));
  lua_newtable(L);
  lua_Integer count = 0;
  for (const study::StudyRecord& record : storage->studies()) {
    push_study_record(L, record);
    push_counts(L, storage->counts(record.id));
    lua_setfield(L, -2, "counts");
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/// remove(storage, name)
int remove(lua_State* L) {
  const auto storage = study::open_existing(luaL_checkstring(L, 1));
  const auto record = storage->find(luaL_checkstring(L, 2));
  if (!record) throw_error(ErrorKind::file, "{} has no study '{}'", storage->name(), lua_tostring(L, 2));
  storage->remove(record->id);
  return 0;
}

}  // namespace

void open_study_view(lua_State* L) {
  constexpr std::array<luaL_Reg, 9> methods{{{"sync", native<sync>},
                                             {"counts", native<counts>},
                                             {"trials", native<trials>},
                                             {"best", native<best>},
                                             {"pareto", native<pareto>},
                                             {"record", native<record>},
                                             {"domains", native<domains>},
                                             {"leases", native<leases>},
                                             {nullptr, nullptr}}};
  register_type<ViewPointer>(L, methods.data());
  constexpr std::array<luaL_Reg, 5> functions{{{"view", native<view>},
                                               {"list", native<list>},
                                               {"remove", native<remove>},
                                               {"importances", native<importances>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
