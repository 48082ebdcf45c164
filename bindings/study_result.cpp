#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cmath>

#include "bindings/progress.hpp"
#include "bindings/study.hpp"
#include "bindings/study_deadline.hpp"
#include "runtime/evaluation_count.hpp"
#include "runtime/stop_token.hpp"

// How a trial ends: what its objective did becomes its state, values and reason.
namespace nilgrad::bindings {
namespace {

using study::Finish, study::State, study::Study;

const char* number_fault(double value) { return std::isnan(value) ? "NaN" : value > 0 ? "inf" : "-inf"; }

void add_value(lua_State* L, int index, Finish& finish) {
  if (lua_type(L, index) != LUA_TNUMBER) {
    finish.state = State::failed;
    finish.reason = lua_isnoneornil(L, index)           ? "returned nothing"
                    : lua_type(L, index) == LUA_TSTRING ? fmt::format("returned the text '{}'", lua_tostring(L, index))
                                                        : fmt::format("returned a {}", luaL_typename(L, index));
    return;
  }
  finish.values.push_back(lua_tonumber(L, index));
  if (!std::isfinite(finish.values.back()) && finish.reason.empty()) {
    finish.state = State::failed;
    finish.reason = fmt::format("returned {}", number_fault(finish.values.back()));
  }
}

/// What the objective returned, a number or a list of one for each objective, at `index`.
void read_result(lua_State* L, int index, std::size_t objectives, Finish& finish) {
  index = lua_absindex(L, index);
  if (lua_istable(L, index)) {
    const std::size_t count = lua_rawlen(L, index);
    for (std::size_t i = 1; i <= count && finish.reason.empty(); ++i) {
      lua_rawgeti(L, index, static_cast<lua_Integer>(i));
      add_value(L, -1, finish);
      lua_pop(L, 1);
    }
    if (finish.reason.empty() && count != objectives) {
      finish.state = State::failed;
      finish.reason = fmt::format("returned {} values, not {}", count, objectives);
    }
  } else {
    add_value(L, index, finish);
    if (finish.reason.empty() && objectives != 1) {
      finish.state = State::failed;
      finish.reason = fmt::format("returned 1 value, not {}", objectives);
    }
  }
  if (finish.state != State::complete) finish.values.clear();
}

/// Several values returned are a list of them where there are several objectives; otherwise the first counts.
void pack_results(lua_State* L, int below, std::size_t objectives) {
  const int count = lua_gettop(L) - below;
  if (count > 1 && objectives > 1) {
    lua_createtable(L, count, 0);
    lua_insert(L, below + 1);
    for (int i = count; i > 0; --i) lua_rawseti(L, below + 1, i);
  }
  lua_settop(L, below + 1);
}

/// Ends the trial; what could not be written is said, so that it is not lost.
bool settle(RunningTrial& trial, Finish finish) {
  finish.cost = trial.cost >= 0 ? trial.cost : monotonic_seconds() - trial.held->began;
  try {
    return trial.study->finish(*trial.held, finish);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::file) throw;
    throw_error(error.kind(), "{} (trial {}, {}{}, is not in it)", error.what(), trial.held->trial.number,
                to_string(finish.state),
                finish.values.empty() ? "" : fmt::format(": {}", fmt::join(finish.values, ", ")));
  }
}

std::string error_text(lua_State* L) {
  std::size_t size = 0;
  const char* text = luaL_tolstring(L, -1, &size);
  std::string message(text, size);
  lua_pop(L, 1);
  return message;
}

}  // namespace

/// core:evaluate(trial, f, timeout) -> state, reason, whether it counted: runs f(trial) and ends the trial by what it
/// did.
int evaluate_trial(lua_State* L) {
  Study& study = *check<StudyPointer>(L, 1);
  auto& trial = check<RunningTrial>(L, 2);
  const double timeout = luaL_optnumber(L, 4, HUGE_VAL);
  const pid_t process = getpid();
  Finish finish;
  {
    const Deadline deadline(L, timeout);
    if (std::isfinite(timeout)) {
      const std::lock_guard lock(trial.held->mutex);
      trial.held->deadline = trial.held->began + timeout;
    }
    Evaluating now;
    lua_pushvalue(L, 3);
    lua_pushvalue(L, 2);
    const int below = lua_gettop(L) - 2;
    const int status = lua_pcall(L, 1, LUA_MULTRET, 0);
    // A process that the objective forked and let return is not the worker; nothing of ours may be touched in it.
    if (getpid() != process) _exit(0);
    if (status != LUA_OK && interrupt_flag().load()) {
      study.release(*trial.held);
      return lua_error(L);
    }
    now.made(1);
    if (trial.held->conflict) {  // the script is another study's: its trials would all fail
      study.release(*trial.held);
      throw_error(ErrorKind::option, "{}", *trial.held->conflict);
    }
    if (trial.pruned) {
      finish.state = State::pruned;
      finish.reason = "pruned";
    } else if (Deadline::passed()) {
      finish.state = State::failed;
      finish.reason = fmt::format("timed out after {} s", timeout);
    } else if (status != LUA_OK) {
      finish.state = State::failed;
      finish.reason = error_text(L);
    } else {
      pack_results(L, below, study.record().maximize.size());
      read_result(L, -1, study.record().maximize.size(), finish);
    }
  }
  lua_settop(L, 4);
  push_string(L, to_string(finish.state));
  push_string(L, finish.reason);
  lua_pushboolean(L, settle(trial, std::move(finish)));
  return 3;
}

/// core:tell(trial, value or values or nil, state, reason) -> whether it counted
int tell_trial(lua_State* L) {
  Study& study = *check<StudyPointer>(L, 1);
  auto& trial = check<RunningTrial>(L, 2);
  Finish finish;
  finish.state = lua_isnoneornil(L, 4) ? State::complete : study::state_from(luaL_checkstring(L, 4));
  if (finish.state == State::complete) read_result(L, 3, study.record().maximize.size(), finish);
  if (!lua_isnoneornil(L, 5)) finish.reason = luaL_checkstring(L, 5);
  lua_pushboolean(L, settle(trial, std::move(finish)));
  return 1;
}

}  // namespace nilgrad::bindings
