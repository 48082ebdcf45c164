#pragma once
#include <string>

#include "runtime/study/storage/storage.hpp"
#include "tests/temporary_folder.hpp"

namespace nilgrad::study {

/// An empty storage of a kind: memory, sqlite, or postgresql where PostgresqlServer::shared() is one.
struct StorageOf {
  explicit StorageOf(const std::string& kind);
  std::unique_ptr<Storage> open() const { return open_storage(where); }

  TemporaryFolder folder;
  std::string where;
  std::unique_ptr<Storage> storage;
};

}  // namespace nilgrad::study
