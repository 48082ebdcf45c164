#pragma once
#include <string>

#include "runtime/study/storage/storage.hpp"
#include "tests/temporary_folder.hpp"

namespace nilgrad::study {

/// A storage of each kind that this machine has, empty; more connections to it are had from `where`.
struct StorageOf {
  explicit StorageOf(const std::string& kind);
  std::unique_ptr<Storage> open() const { return open_storage(where); }

  TemporaryFolder folder;
  std::string where;
  std::unique_ptr<Storage> storage;
};

/// "memory", "sqlite", and "postgresql" where a server can be started.
std::vector<std::string> storage_kinds();

}  // namespace nilgrad::study
