#pragma once
#include "runtime/study/storage/sqlite/connection.hpp"

namespace nilgrad::study {

/// Makes the tables in a new file, brings those of an older version up to date, and refuses, with Error(file), what is
/// damaged, of a newer version, or of another program.
void prepare(SqliteConnection& connection);

/// The version that this program writes.
int schema_version();

}  // namespace nilgrad::study
