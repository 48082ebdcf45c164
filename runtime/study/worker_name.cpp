#include "runtime/study/worker_name.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>

namespace nilgrad::study {
namespace {

std::string place_of_processes() {
  std::string boot;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  std::array<char, 64> space{};
  if (readlink("/proc/self/ns/pid", space.data(), space.size() - 1) < 0) return "0";
  return fmt::format("{:x}", std::hash<std::string>()(boot + space.data()));
}

}  // namespace

std::string new_worker_name() {
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("{}:{}:{:x}:{}", host.data(), getpid(),
                     std::chrono::system_clock::now().time_since_epoch().count(), place_of_processes());
}

bool is_dead(const std::string& worker) {
  const std::size_t place = worker.rfind(':');
  if (place == std::string::npos || worker.substr(place + 1) != place_of_processes()) return false;
  const std::size_t time = worker.rfind(':', place - 1);
  const std::size_t number = time == std::string::npos ? time : worker.rfind(':', time - 1);
  if (number == std::string::npos) return false;
  pid_t pid = 0;
  std::from_chars(worker.data() + number + 1, worker.data() + time, pid);
  return pid > 0 && kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace nilgrad::study
