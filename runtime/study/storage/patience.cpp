#include "runtime/study/storage/patience.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "runtime/error.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::study {

double Patience::seconds() {
  if (const char* text = std::getenv("NILGRAD_PATIENCE"))
    if (const double seconds = std::atof(text); seconds > 0) return seconds;
  return 60;
}

void sleep_about(double microseconds) {
  // Pauses only: nothing that a study computes depends on them.
  thread_local std::minstd_rand jitter(static_cast<unsigned>(getpid()) * 2654435761U + std::random_device{}());
  const double share = std::uniform_real_distribution<double>(0.5, 1.0)(jitter);
  std::this_thread::sleep_for(std::chrono::duration<double, std::micro>(microseconds * share));
}

void Patience::wait(const Transient& reason) {
  const double waited = std::chrono::duration<double>(Clock::now() - start_).count();
  if (waited >= seconds())
    throw_error(ErrorKind::file, "{}: {}; tried again for {:.3g} s. {}", storage_, reason.what(), waited,
                reason.advice());
  if (!said_ && waited > 1) {
    fmt::print(stderr, "nilgrad: {}: {}; trying again for {:.3g} s\n", storage_, reason.what(), seconds());
    said_ = true;
  }
  StopToken(interrupt_flag()).check();
  sleep_about(std::min(5e3 * std::exp2(tries_++), 1e6));
}

Patience::~Patience() {
  if (said_ && std::uncaught_exceptions() == 0) fmt::print(stderr, "nilgrad: {}: it works again\n", storage_);
}

}  // namespace nilgrad::study
