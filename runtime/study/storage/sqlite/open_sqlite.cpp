#include "runtime/study/storage/open.hpp"
#include "runtime/study/storage/sql/sql_storage.hpp"
#include "runtime/study/storage/sqlite/schema.hpp"

namespace nilgrad::study {

std::unique_ptr<Storage> open_sqlite(const std::string& path) {
  auto connection = std::make_unique<SqliteConnection>(path);
  prepare(*connection);
  return std::make_unique<SqlStorage>(std::move(connection));
}

}  // namespace nilgrad::study
