#pragma once
#include <libpq-fe.h>

#include <string>

namespace nilgrad::study {

/// Throws what an error of the server means: Transient where it may pass (it restarts, two transactions wait for each
/// other), else Error(file), saying what to do.
[[noreturn]] void throw_trouble(const PGresult* result, const std::string& storage);
/// The same for a connection that could not be made.
[[noreturn]] void throw_refused(const PGconn* connection, const std::string& storage);

/// What the server or libpq says, without "ERROR:", hints and context.
std::string plain_message(const char* message);

}  // namespace nilgrad::study
