#pragma once
#include <lua.hpp>

#include <memory>

#include "bindings/native.hpp"
#include "runtime/study/study.hpp"

namespace nilgrad::bindings {

using StudyPointer = std::shared_ptr<study::Study>;
using DomainPointer = std::shared_ptr<study::Declared>;  // a parameter of ng.space, without its name yet
using SpacePointer = std::shared_ptr<const study::Space>;

/// A trial that runs in this process.
struct RunningTrial {
  StudyPointer study;
  std::shared_ptr<study::HeldTrial> held;
  bool pruned = false;  ///< it asked to be
  double cost = -1;     ///< as the objective said; −1: the seconds it took
};

template <>
struct TypeName<StudyPointer> {
  static constexpr const char* value = "nilgrad.study_core";
};
template <>
struct TypeName<RunningTrial> {
  static constexpr const char* value = "nilgrad.trial";
};
template <>
struct TypeName<DomainPointer> {
  static constexpr const char* value = "nilgrad.parameter";
};
template <>
struct TypeName<SpacePointer> {
  static constexpr const char* value = "nilgrad.space";
};

/// A parameter's value: a boolean, number, text, or a permutation's list. Throws Error(option) for anything else,
/// naming `what`.
study::Value to_parameter_value(lua_State* L, int index, const char* what);
void push_parameter_value(lua_State* L, const study::Value& value);
/// A table { name = value } of them; nil: none.
study::Given to_given(lua_State* L, int index, const char* what);
void push_given(lua_State* L, const study::Given& given);
/// { number, state, params, domains, value, values, reports, … }
void push_trial(lua_State* L, const study::Trial& trial);

/// A parameter as users declare it: ("float", low, high, options) and its like, from argument `first` on. `declared`:
/// in ng.space, where the options may say when it applies.
/// A domain that equals `known` is that one.
enum class ParameterKind { real, integer, choice, boolean, permutation };
study::Declared to_declared(lua_State* L, ParameterKind kind, int first, bool declared,
                            const std::shared_ptr<const study::Domain>& known = {});

void push_study_record(lua_State* L, const study::StudyRecord& record);
void push_counts(lua_State* L, const study::Counts& counts);
/// A list of all, by number.
void push_trials(lua_State* L, const study::History& history);
/// Number and value of the best trial, nothing where none is complete; how many were pushed.
int push_best(lua_State* L, const study::History& history);
int push_pareto(lua_State* L, const study::History& history);

/// core:evaluate(trial, f, timeout) -> state, reason, whether it counted: runs f(trial) and ends the trial by what it
/// did
int evaluate_trial(lua_State* L);
/// core:tell(trial, value or values or nil, state, reason) -> whether it counted
int tell_trial(lua_State* L);

void open_study_trial(lua_State* L);
/// Adds parameter(kind, …) and space(parameters, constraints) to the table at the top of the stack.
void open_study_space(lua_State* L);

/// The loader of "nilgrad.native.study", for stdlib/nilgrad/study alone, which checks what users give.
int open_native_study(lua_State* L);

}  // namespace nilgrad::bindings
