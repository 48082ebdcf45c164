#include "runtime/algorithm/writable.hpp"

#include "runtime/error.hpp"

namespace nilgrad {

void require_writable(const Point& x, std::string_view who) {
  if (x.deferred)
    throw_error(
        ErrorKind::option,
        "{} writes every weight, which those in a working file are not made for: they are moved along directions "
        "(ng.optimizer.zeroth_order without constraint); or load the model without stream",
        who);
  if (x.mask)
    throw_error(ErrorKind::option,
                "{} writes every weight, also those that a mask keeps; leave out the mask, or move weights along "
                "directions (ng.optimizer.zeroth_order without constraint)",
                who);
}

}  // namespace nilgrad
