#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/tensor/tensor.hpp"
#include "runtime/transformer/checkpoint/mapped_file.hpp"

namespace nilgrad::transformer {

/// A tensor as a weights file describes it. Readers have checked that all its elements lie within the file and that it
/// has no more elements than the bytes given to it.
struct StoredTensor {
  std::string name;  ///< as in the file
  std::shared_ptr<MappedFile> file;
  std::string type_name;      ///< as in the file
  std::optional<DType> type;  ///< none where no Tensor has elements of that type
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in elements; empty for row-major
  std::size_t offset = 0;             ///< of the first element, in bytes from the start of the file
};

/// The elements: a view of the mapped file where they lie there in order and aligned, else a copy. The stored tensor
/// must have a type, and at most as many dimensions as a Tensor.
Tensor tensor_of(const StoredTensor& stored);

}  // namespace nilgrad::transformer
