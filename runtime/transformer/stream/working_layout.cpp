#include "runtime/transformer/stream/working_layout.hpp"

#include <charconv>
#include <map>

namespace nilgrad::transformer {
namespace {

constexpr std::size_t alignment = 64;  // of a tensor: a cache line

/// Group 0: what texts begin with; i + 1: layer i; layers + 1: what follows the last layer.
std::size_t group_of(std::string_view name, std::size_t layers) {
  constexpr std::string_view layer = "layers.";
  if (const auto at = name.find(layer); at != std::string_view::npos) {
    std::size_t number = 0;
    std::from_chars(name.data() + at + layer.size(), name.data() + name.size(), number);
    return number + 1;
  }
  const bool first = name.find("embed_") != std::string_view::npos || name.find("project_in") != std::string_view::npos;
  return first ? 0 : layers + 1;
}

}  // namespace

WorkingLayout working_layout(std::span<const TensorForm> tensors, std::size_t layers) {
  WorkingLayout layout;
  layout.groups.resize(layers + 2);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const std::size_t g = group_of(tensors[i].name, layers);
    WorkingLayout::Group& group = layout.groups[g];
    layout.places.push_back({g, group.bytes});
    group.tensors.push_back(i);
    const std::size_t bytes = element_count(tensors[i].shape) * size_of(tensors[i].dtype);
    group.bytes += (bytes + alignment - 1) / alignment * alignment;
  }
  std::map<std::size_t, std::size_t> groups_of_size;
  const auto add_slot = [&](std::size_t bytes) {
    layout.slots.push_back({layout.bytes, bytes});
    layout.bytes += bytes;
  };
  for (const auto& group : layout.groups) {
    add_slot(whole_pages(group.bytes + stamp_bytes));
    ++groups_of_size[layout.slots.back().bytes];
  }
  // With two free slots a group's bytes are synced while the next one's are written.
  for (const auto& [bytes, groups] : groups_of_size)
    for (std::size_t i = 0; i < std::min<std::size_t>(groups, 2); ++i) add_slot(bytes);
  return layout;
}

}  // namespace nilgrad::transformer
