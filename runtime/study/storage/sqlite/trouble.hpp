#pragma once
#include <sqlite3.h>

#include <string>

namespace nilgrad::study {

/// Throws what a result code of SQLite means to the user of the file `path`: Transient where it may pass (another
/// program writes, the disk is full or gone), else Error(file), saying what to do.
[[noreturn]] void throw_trouble(int code, const std::string& path, const std::string& message);

}  // namespace nilgrad::study
