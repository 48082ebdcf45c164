#include "runtime/study/worker_name.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace nilgrad::study {

std::string new_worker_name() {
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("{}:{}:{:x}", host.data(), getpid(), std::chrono::system_clock::now().time_since_epoch().count());
}

}  // namespace nilgrad::study
