#pragma once
#include <span>
#include <string>
#include <vector>

#include "runtime/tensor/tensor.hpp"

namespace nilgrad::transformer {

/// A tensor without its elements.
struct TensorForm {
  std::string name;
  Shape shape;
  DType dtype;
};

/// Where a model's tensors stand in a working file: in groups in the order in which a sweep needs them (embeddings,
/// layer after layer, what comes after the last), each in a slot of its own. There are more slots than groups: a group
/// that changes is written to a free one of its size, never over itself.
struct WorkingLayout {
  struct Group {
    std::size_t bytes = 0;
    std::vector<std::size_t> tensors;
  };
  struct Place {
    std::size_t group = 0;
    std::size_t offset = 0;  ///< in the group's slot
  };
  struct Slot {
    std::uint64_t offset = 0;  ///< behind the file's head
    std::size_t bytes = 0;
  };
  std::vector<Group> groups;
  std::vector<Place> places;  ///< of each tensor
  std::vector<Slot> slots;    ///< at first group i is in slot i
  std::uint64_t bytes = 0;    ///< of all slots
};

inline constexpr std::size_t working_page = 4096;
inline constexpr std::size_t stamp_bytes = 32;  ///< at the end of each slot
inline std::uint64_t whole_pages(std::uint64_t bytes) {
  return (bytes + working_page - 1) / working_page * working_page;
}

WorkingLayout working_layout(std::span<const TensorForm> tensors, std::size_t layers);

}  // namespace nilgrad::transformer
