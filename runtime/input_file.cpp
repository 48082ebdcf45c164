#include "runtime/input_file.hpp"

#include <unistd.h>

#include "runtime/error.hpp"

namespace nilgrad {

void require_readable_file(const std::filesystem::path& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  const auto refuse = [&](const char* why) { throw_error(ErrorKind::file, "{}: {}", path.string(), why); };
  if (status.type() == std::filesystem::file_type::not_found) refuse("no such file");
  if (std::filesystem::is_directory(status)) refuse("a folder, not a file");
  if (access(path.c_str(), R_OK) != 0) refuse("no permission to read it");
  if (!std::filesystem::is_regular_file(status)) refuse("not a regular file");
  if (std::filesystem::file_size(path) == 0) refuse("the file is empty");
}

}  // namespace nilgrad
