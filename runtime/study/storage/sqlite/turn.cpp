#include "runtime/study/storage/sqlite/turn.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "runtime/study/storage/patience.hpp"

namespace nilgrad::study {

Turn::~Turn() {
  if (file_ >= 0) close(file_);
}

bool Turn::take(double seconds) {
  if (file_ < 0) file_ = open(log_.c_str(), O_RDONLY | O_CLOEXEC);
  const auto start = std::chrono::steady_clock::now();
  while (file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return true;
    if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds) return false;
    sleep_about(1000);
  }
  return true;
}

void Turn::give() {
  if (file_ >= 0) flock(file_, LOCK_UN);
}

}  // namespace nilgrad::study
