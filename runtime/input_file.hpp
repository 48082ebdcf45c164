#pragma once
#include <filesystem>

namespace nilgrad {

/// Throws Error(file), beginning with the path, for what cannot be read as a file: nothing there, a folder, a device or
/// a pipe (which may never end), no permission, no content.
void require_readable_file(const std::filesystem::path& path);

}  // namespace nilgrad
