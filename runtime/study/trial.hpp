#pragma once
#include <map>
#include <memory>
#include <optional>

#include "runtime/study/space/domain.hpp"

namespace nilgrad::study {

enum class State {
  waiting,   ///< enqueued, or given back by a worker that died
  running,   ///< a worker has it
  complete,  ///< has its values
  pruned,    ///< stopped early; counts as a trial
  failed,    ///< threw, returned no finite number, timed out, or lost its last worker; counts as a trial
};

const char* to_string(State state);
State state_from(std::string_view text);

/// Waiting and running trials may still change; the others never do.
inline bool is_finished(State state) { return state != State::waiting && state != State::running; }

struct Parameter {
  std::string name;
  std::shared_ptr<const Domain> domain;  ///< as the objective asked for it in this trial
  Value value;
};

/// What a trial told on its way, for pruners and curves. The last of one step counts.
struct Report {
  std::int64_t step = 0;
  double value = 0;
};

using Given = std::map<std::string, Value, std::less<>>;

/// One evaluation of the objective at one configuration. Numbers count from 0.
struct Trial {
  std::int64_t number = 0;
  State state = State::waiting;
  std::vector<Parameter> parameters;  ///< in the order in which they were asked for
  std::vector<double> values;         ///< one an objective, as the user gave them; empty until complete
  std::vector<Report> reports;        ///< in ascending order of steps
  Given given;                        ///< what these parameters shall be where they are asked for
  std::string source;                 ///< who proposed it: "enqueued", "lhs", "gp", …
  std::string reason;                 ///< why it failed or was pruned
  std::string worker;                 ///< who has or had it
  std::int64_t attempt = 0;           ///< how many workers it has lost
  double started = 0, finished = 0;   ///< seconds since 1970; 0: not yet
  double cost = 0;                    ///< in the user's unit; seconds where he gave none
  std::map<std::string, std::string> notes;

  const Parameter* parameter(std::string_view name) const;
};

}  // namespace nilgrad::study
