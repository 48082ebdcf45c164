#pragma once
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// The three storages, as open_storage() tells them apart.
std::unique_ptr<Storage> open_memory();
std::unique_ptr<Storage> open_sqlite(const std::string& path);
std::unique_ptr<Storage> open_postgresql(const std::string& url);

}  // namespace nilgrad::study
