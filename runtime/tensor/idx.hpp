#pragma once
#include <filesystem>

#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// Reads an IDX file (the format of MNIST: two zero bytes, element type, rank, big-endian extents, elements row-major),
/// plain or gzipped. Bytes, 16-bit integers and floats become float32, 32-bit integers and doubles float64: every
/// number is exact.
///
/// Reads once, holding the file's bytes beside the tensor. Throws Error(file), beginning with the path, for a file that
/// is unreadable, no IDX file, damaged, shorter or longer than its header says, or of more than Shape::max_rank
/// dimensions. The header is not believed: memory grows with what was read.
Tensor read_idx(const std::filesystem::path& path, StopToken stop = {});

/// The same as float32 with unsigned bytes divided by 255, the way pixels are given to classifiers. Other types keep
/// their values.
Tensor read_idx_pixels(const std::filesystem::path& path, StopToken stop = {});

}  // namespace nilgrad
