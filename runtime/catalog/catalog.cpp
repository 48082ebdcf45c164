#include "runtime/catalog/catalog.hpp"

namespace nilgrad::catalog {
namespace {

std::deque<Descriptor>& list() {
  static std::deque<Descriptor> entries = [] {
    auto native = runtime_descriptors();
    return std::deque<Descriptor>(std::make_move_iterator(native.begin()), std::make_move_iterator(native.end()));
  }();
  return entries;
}

}  // namespace

const std::deque<Descriptor>& entries() { return list(); }

const Descriptor& add(Descriptor descriptor) {
  if (find(descriptor.kind, descriptor.name))
    throw_error(ErrorKind::option, "{} is described twice", descriptor.path());
  return list().emplace_back(std::move(descriptor));
}

const Descriptor* find(std::string_view kind, std::string_view name) {
  for (const Descriptor& entry : list())
    if (entry.kind == kind && entry.name == name) return &entry;
  return nullptr;
}

std::shared_ptr<const Recipe> recipe(std::string_view kind, std::string_view name, Values values) {
  const Descriptor* descriptor = find(kind, name);
  if (!descriptor) throw_error(ErrorKind::option, "there is no {} named '{}'", kind, name);
  descriptor->check(values);
  return std::make_shared<const Recipe>(Recipe{descriptor, std::move(values)});
}

}  // namespace nilgrad::catalog
