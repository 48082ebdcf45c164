#pragma once
#include <optional>
#include <string>
#include <vector>

#include "runtime/classifier/dataset.hpp"

namespace nilgrad {

/// Of ng.data.csv.
struct TableOptions {
  std::string path, label, classes;
  std::vector<double> shape;
  double scale = 1;
};

/// One image a row: the label in one column, the pixels in all others. Throws Error(file) naming file and line for what
/// is no number, a pixel outside [0, scale], a row of another length, or a label that is no class.
Dataset read_table(const TableOptions& options);

}  // namespace nilgrad
