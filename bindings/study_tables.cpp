#include <array>

#include "bindings/study.hpp"
#include "runtime/study/pareto.hpp"

// A study's trials, counts and record as tables, for whoever works on it and whoever looks at it.
namespace nilgrad::bindings {

void push_counts(lua_State* L, const study::Counts& counts) {
  lua_createtable(L, 0, 8);
  for (const auto& [name, count] : {std::pair{"waiting", counts.waiting},
                                    {"running", counts.running},
                                    {"complete", counts.complete},
                                    {"pruned", counts.pruned},
                                    {"failed", counts.failed},
                                    {"total", counts.total()},
                                    {"finished", counts.finished()}}) {
    lua_pushinteger(L, count);
    lua_setfield(L, -2, name);
  }
  lua_pushnumber(L, counts.cost);
  lua_setfield(L, -2, "cost");
}

void push_trials(lua_State* L, const study::History& history) {
  const auto& all = history.trials();
  lua_createtable(L, static_cast<int>(all.size()), 0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    push_trial(L, all[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
}

int push_best(lua_State* L, const study::History& history) {
  const study::Trial* trial = history.best();
  if (!trial) return 0;
  push_trial(L, *trial);
  return 1;
}

int push_pareto(lua_State* L, const study::History& history) {
  const auto front = study::pareto_front(history);
  lua_createtable(L, static_cast<int>(front.size()), 0);
  for (std::size_t i = 0; i < front.size(); ++i) {
    lua_pushinteger(L, front[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

void push_study_record(lua_State* L, const study::StudyRecord& record) {
  lua_createtable(L, 0, 8);
  for (const auto& [field, text] :
       {std::pair{"name", &record.name}, {"sampler", &record.sampler}, {"pruner", &record.pruner}}) {
    push_string(L, *text);
    lua_setfield(L, -2, field);
  }
  lua_pushinteger(L, static_cast<lua_Integer>(record.seed));
  lua_setfield(L, -2, "seed");
  lua_pushnumber(L, record.created);
  lua_setfield(L, -2, "created");
  lua_createtable(L, static_cast<int>(record.maximize.size()), 0);
  for (std::size_t i = 0; i < record.maximize.size(); ++i) {
    lua_pushstring(L, record.maximize[i] ? "maximize" : "minimize");
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "directions");
}

}  // namespace nilgrad::bindings
