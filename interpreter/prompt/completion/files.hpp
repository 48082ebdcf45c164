#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

/// The files and folders that a path begun in a string goes on to, without their folder: folders end in '/', hidden
/// ones are there when asked for by a dot. Names that a string could not hold as they are, are left out.
std::vector<std::string> files_of(std::string_view begun);

/// The modules that require finds and that begin with `begun`, in the folders of `templates` (as package.path has
/// them); a folder that holds more of them ends in '.'.
std::vector<std::string> modules_of(std::string_view begun, std::string_view templates);

}  // namespace nilgrad::interpreter
