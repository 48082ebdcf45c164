#pragma once
#include <catch2/catch.hpp>
#include <string>

#include "runtime/error.hpp"

namespace nilgrad {

/// The message of the Error(file) that `read` throws; "no error" where it throws none.
template <class Read>
std::string refusal_of(Read read) {
  try {
    read();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "no error";
}

}  // namespace nilgrad
