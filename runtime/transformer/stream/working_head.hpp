#pragma once
#include <functional>

#include "runtime/transformer/stream/working_file.hpp"

namespace nilgrad::transformer {

/// The beginning of a working file: what it is, its length and checksum, and as JSON what the weights are and come
/// from.
std::string working_head(const WeightSource& source, const std::string& fingerprint);

struct HeadParts {
  std::string text;  ///< all of it
  std::string fingerprint, made_from;
  std::string problem;  ///< why it is none, empty where it is
};
/// `read` gives bytes of the file, false where it has fewer.
HeadParts read_working_head(const std::function<bool(std::uint64_t offset, char* data, std::size_t bytes)>& read);

}  // namespace nilgrad::transformer
