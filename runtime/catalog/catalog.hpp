#pragma once
#include <string>
#include <vector>

namespace nilgrad::catalog {

struct Descriptor {
  std::string name;
};

std::vector<Descriptor> all_descriptors();

}  // namespace nilgrad::catalog
