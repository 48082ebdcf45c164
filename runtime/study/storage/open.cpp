#include "runtime/study/storage/open.hpp"

#include <chrono>

#include "runtime/error.hpp"

namespace nilgrad::study {

double wall_clock() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

namespace {

bool is_postgresql(const std::string& where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

}  // namespace

std::string public_name(const std::string& where) { return is_postgresql(where) ? postgresql_name(where) : where; }

std::unique_ptr<Storage> open_storage(const std::string& where) {
  if (where == "memory") return open_memory();
  if (is_postgresql(where)) return open_postgresql(where);
  if (where.empty()) throw_error(ErrorKind::option, "a storage is \"memory\", a path or \"postgresql://…\", not \"\"");
  if (const std::size_t scheme = where.find("://"); scheme != std::string::npos)
    throw_error(ErrorKind::option, "a storage is \"memory\", a path or \"postgresql://…\", not \"{}://…\"",
                where.substr(0, scheme));
  return open_sqlite(where);
}

}  // namespace nilgrad::study
