#include "runtime/study/trial.hpp"

#include <algorithm>
#include <array>

#include "runtime/error.hpp"

namespace nilgrad::study {

constexpr std::array<const char*, 5> state_names{"waiting", "running", "complete", "pruned", "failed"};

const char* to_string(State state) { return state_names[static_cast<std::size_t>(state)]; }

State state_from(std::string_view text) {
  const auto found = std::find(state_names.begin(), state_names.end(), text);
  if (found == state_names.end()) throw_error(ErrorKind::file, "'{}' is no state of a trial", text);
  return static_cast<State>(found - state_names.begin());
}

const Parameter* Trial::parameter(std::string_view name) const {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace nilgrad::study
