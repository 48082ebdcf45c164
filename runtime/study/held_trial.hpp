#pragma once
#include <mutex>

#include "runtime/study/sampler/sampler.hpp"
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// A trial that this process has: what is known of it here, and what of that the storage does not know yet.
struct HeldTrial {
  Held held;
  Trial trial;
  Proposal proposal;
  std::int64_t retry = 0;               ///< of the proposal
  double began = 0;                     ///< of the study's clock
  std::optional<std::string> conflict;  ///< how what it asked for differs from what the study is: no trial can be right

  std::mutex mutex;  ///< of the three below: the heartbeat's thread sends and watches too
  Additions unsent;
  std::optional<double> deadline;  ///< of the study's clock: a trial that has not come back by then is given up
  bool over = false;               ///< written by the objective's thread alone, which may read it without the mutex
  bool lost = false;               ///< given up, or another worker's by now
};

}  // namespace nilgrad::study
