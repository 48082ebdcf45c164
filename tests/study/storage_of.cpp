#include "tests/study/storage_of.hpp"

#include "tests/study/postgresql_server.hpp"

namespace nilgrad::study {

StorageOf::StorageOf(const std::string& kind) {
  where = kind == "memory"   ? kind
          : kind == "sqlite" ? (folder.path() / "study.db").string()
                             : PostgresqlServer::shared()->new_database();
  storage = open();
}

std::vector<std::string> storage_kinds() {
  std::vector<std::string> kinds{"memory", "sqlite"};
  if (PostgresqlServer::shared()) kinds.push_back("postgresql");
  return kinds;
}

}  // namespace nilgrad::study
