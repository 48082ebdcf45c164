#include "runtime/constraint/constraint.hpp"

namespace nilgrad {

void Centre::check(const Point& x) const {
  if (!at_start && numbers.size() != 1 && numbers.size() != x.dim())
    throw_error(ErrorKind::option, "option 'centre' has {} numbers for a point of dimension {}; give one number or {}",
                numbers.size(), x.dim(), x.dim());
}

}  // namespace nilgrad
