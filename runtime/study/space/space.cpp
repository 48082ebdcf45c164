#include "runtime/study/space/space.hpp"

#include <algorithm>

#include "runtime/catalog/descriptor.hpp"
#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

using Parameters = std::vector<Declared>;

const Declared& find_parent(const Parameters& parameters, const Declared& child, const Condition& condition) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const Declared& d) { return d.name == condition.parent; });
  if (found == parameters.end())
    throw_error(ErrorKind::option, "'{}' applies when '{}' has a certain value, and there is no such parameter",
                child.name, condition.parent);
  return *found;
}

void check(const Parameters& parameters) {
  for (std::size_t i = 1; i < parameters.size(); ++i)
    if (parameters[i].name == parameters[i - 1].name)
      throw_error(ErrorKind::option, "the parameter '{}' is declared twice", parameters[i].name);
  for (const Declared& declared : parameters) {
    if (declared.otherwise) declared.domain->exact(*declared.otherwise, declared.name);
    for (const Condition& condition : declared.when)
      for (const Value& value : condition.values)
        find_parent(parameters, declared, condition).domain->exact(value, condition.parent);
  }
}

/// Moves those whose parents are all placed behind the placed ones, until none is left.
Parameters parents_first(Parameters waiting) {
  Parameters placed;
  const auto is_placed = [&](const Condition& condition) {
    return std::any_of(placed.begin(), placed.end(), [&](const Declared& d) { return d.name == condition.parent; });
  };
  while (!waiting.empty()) {
    const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const Declared& declared) {
      return std::all_of(declared.when.begin(), declared.when.end(), is_placed);
    });
    if (next == waiting.end())
      throw_error(ErrorKind::option, "the conditions of '{}' go in a circle", waiting.front().name);
    placed.push_back(std::move(*next));
    waiting.erase(next);
  }
  return placed;
}

}  // namespace

Space::Space(Parameters parameters, std::vector<Constraint> constraints) : constraints_(std::move(constraints)) {
  std::sort(parameters.begin(), parameters.end(), [](const Declared& a, const Declared& b) { return a.name < b.name; });
  check(parameters);
  parameters_ = parents_first(std::move(parameters));
}

bool Space::applies(const Declared& declared, const Given& values) {
  return std::all_of(declared.when.begin(), declared.when.end(), [&](const Condition& condition) {
    const auto parent = values.find(condition.parent);
    return parent != values.end() &&
           std::find(condition.values.begin(), condition.values.end(), parent->second) != condition.values.end();
  });
}

bool Space::allowed(const Given& values) const {
  return std::all_of(constraints_.begin(), constraints_.end(), [&](const Constraint& holds) { return holds(values); });
}

}  // namespace nilgrad::study
