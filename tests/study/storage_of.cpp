#include "tests/study/storage_of.hpp"

namespace nilgrad::study {

StorageOf::StorageOf(const std::string& kind) {
  where = kind == "memory" ? kind : (folder.path() / "study.db").string();
  storage = open();
}

std::vector<std::string> storage_kinds() { return {"memory", "sqlite"}; }

}  // namespace nilgrad::study
