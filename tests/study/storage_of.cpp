#include "tests/study/storage_of.hpp"

#include "tests/study/postgresql_server.hpp"

namespace nilgrad::study {
namespace {

std::string shared_database() {
  static const std::string url = PostgresqlServer::shared()->new_database();
  return url;
}

}  // namespace

StorageOf::StorageOf(const std::string& kind) {
  where = kind == "memory" ? kind : kind == "sqlite" ? (folder.path() / "study.db").string() : shared_database();
  storage = open();
  for (const StudyRecord& left : storage->studies()) storage->remove(left.id);
}

}  // namespace nilgrad::study
