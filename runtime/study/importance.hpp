#pragma once
#include <string>
#include <vector>

#include "runtime/stop_token.hpp"
#include "runtime/study/history.hpp"

namespace nilgrad::study {

struct Importance {
  std::string name;
  double share = 0;  ///< of the variance that single parameters explain: in [0, 1], summing to 1, or 0 all of them
};

/// Which parameters an objective depends on, the most important first: functional ANOVA (Hutter, Hoos & Leyton-Brown,
/// ICML 2014) of the complete trials. Random forests are fitted along the domains' coordinates, so a log parameter
/// counts by its logarithm; a parameter's share is the variance of the forest's mean over all others. Losses above
/// Tukey's fence (third quartile + 1.5 interquartile ranges) count as the fence, lest one diverged trial be all that is
/// explained.
///
/// A conditional parameter is judged among the trials that asked for it, beside the parameters that all of those have,
/// and counts by their number: the variance that it makes where it is active, times how often it is.
std::vector<Importance> importances(const History& history, std::size_t objective = 0, StopToken stop = {});

}  // namespace nilgrad::study
