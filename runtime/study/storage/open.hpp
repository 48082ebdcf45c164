#pragma once
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// The three storages, as open_storage() tells them apart.
std::unique_ptr<Storage> open_memory();
std::unique_ptr<Storage> open_sqlite(const std::string& path);
std::unique_ptr<Storage> open_postgresql(const std::string& url);

/// The url without user, password and options. Throws Error(option) for what is none.
std::string postgresql_name(const std::string& url);

/// What messages call a storage that is not opened: never with a password.
std::string public_name(const std::string& where);

}  // namespace nilgrad::study
