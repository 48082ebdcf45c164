#include "runtime/error.hpp"
#include "runtime/study/storage/open.hpp"

namespace nilgrad::study {

std::unique_ptr<Storage> open_postgresql(const std::string&) {
  throw_error(ErrorKind::unavailable, "studies in PostgreSQL are not there yet");
}

}  // namespace nilgrad::study
