#pragma once
#include <vector>

#include "runtime/random/key.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::study::importance {

/// Points of the unit cube, by coordinate, and a value of each.
struct Table {
  std::vector<std::vector<double>> columns;
  std::vector<double> values;
};

/// The variance of each coordinate's marginal mean, of a forest fitted to the table, the mean of its trees: exact for
/// each tree, as its leaves are boxes.
std::vector<double> main_effects(const Table& table, const Key& key, StopToken stop = {});

}  // namespace nilgrad::study::importance
