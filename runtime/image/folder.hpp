#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "runtime/image/labelled.hpp"

namespace nilgrad {

/// The images of a folder and their classes, before any is decoded.
struct LabelledFiles {
  std::vector<std::filesystem::path> files;
  std::vector<std::int64_t> labels;
  ClassNames classes;
};

/// By a CSV file with the columns file and label (found by their names in a header, else the first two). Files are
/// named relative to the folder; labels are numbers, or names: of `classes`, or else the classes are all names in the
/// order of the alphabet. Throws Error(file) naming file and line: a file that is not there or named twice, a label
/// missing or unknown, and, unless `skip_unlabelled`, an image of the folder that the CSV does not name.
LabelledFiles files_by_csv(const std::filesystem::path& folder, const std::filesystem::path& csv, ClassNames classes,
                           bool skip_unlabelled);

/// One sub-folder a class, in the order of their names, or each named as one of `classes`. Throws Error(file) for a
/// folder without such sub-folders or without images, and a sub-folder that is no class.
LabelledFiles files_by_class(const std::filesystem::path& folder, ClassNames classes);

}  // namespace nilgrad
