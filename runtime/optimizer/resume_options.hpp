#pragma once
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// What ng.resume is told.
struct ResumeOptions {
  std::optional<std::int64_t> workers, evaluate_every;
  double journal_sync = 1;
  bool in_place = false;
};

/// What ng.replay is told.
struct ReplayOptions {
  std::optional<std::int64_t> step;
};

}  // namespace nilgrad
