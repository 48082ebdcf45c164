#pragma once
#include "runtime/study/storage/postgresql/connection.hpp"

namespace nilgrad::study {

/// Makes the tables, in a schema "nilgrad" of the database, where there are none, brings those of an older version up
/// to date, and refuses, with Error(file), those of a newer one.
void prepare(PostgresqlConnection& connection);

}  // namespace nilgrad::study
