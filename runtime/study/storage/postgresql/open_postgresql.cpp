#include "runtime/study/storage/open.hpp"
#include "runtime/study/storage/postgresql/schema.hpp"
#include "runtime/study/storage/sql/sql_storage.hpp"

namespace nilgrad::study {

std::unique_ptr<Storage> open_postgresql(const std::string& url) {
  auto connection = std::make_unique<PostgresqlConnection>(url);
  prepare(*connection);
  return std::make_unique<SqlStorage>(std::move(connection));
}

}  // namespace nilgrad::study
