#pragma once
#include <map>
#include <set>

#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// What a parameter may be on a grid.
class GridLevels {
 public:
  /// Of floats `floats` levels from end to end, evenly on their own scale; of ints and steps all of their values, or
  /// `steps` of them where there are more; of choices and permutations all. Throws Error(option), naming the parameter,
  /// for a permutation of more than 7 items.
  GridLevels(const Domain& domain, const std::string& name, std::int64_t floats, std::int64_t steps);

  std::int64_t size() const { return static_cast<std::int64_t>(values.size()); }

  std::vector<Value> values;

 private:
  void add(Value value);
  void spread(const Domain& domain, std::int64_t count);
  void add_orders(const Domain& domain, const std::string& name);
};

/// All configurations of the parameters known, numbered by their levels as digits, and which of them trials have been
/// to. A trial that ended without asking for a parameter has been to all levels of it, and one of the grid's to all of
/// a parameter that has another value (the user's fixed one). One that asked for none has been nowhere, nor one that
/// may go on to ask, nor other trials between the grid's values.
class GridLattice {
 public:
  static constexpr const char* source = "grid";  ///< of the grid's own trials

  /// Throws Error(option) for more than 10^8 configurations.
  GridLattice(const History& history, std::int64_t floats, std::int64_t steps);

  std::int64_t size() const { return size_; }
  void add(const History& history, const Trial& trial);
  bool visited(std::int64_t index) const;
  Given at(const History& history, std::int64_t index) const;

 private:
  std::int64_t projected(std::int64_t index, const std::vector<bool>& asked) const;

  std::vector<GridLevels> levels_;
  std::map<std::vector<bool>, std::set<std::int64_t>> visited_;  // by the parameters asked for
  std::int64_t size_ = 1;
};

}  // namespace nilgrad::study
