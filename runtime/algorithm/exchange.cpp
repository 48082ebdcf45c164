#include "runtime/algorithm/exchange.hpp"

#include <utility>

namespace nilgrad {

void Exchange::publish() {
  probes_.clear();
  for (const Request& request : requests_)
    probes_.push_back(
        {request.base, std::span(terms_).subspan(request.first_term, request.term_count), bounds_, sample_});
}

void Exchange::tell(std::span<const double> values) {
  if (values.size() != probes_.size())
    throw_error(ErrorKind::shape, "values told: {}, points asked for: {}", values.size(), probes_.size());
  if (!sleeper_) throw Error(ErrorKind::state, "nobody waits for values");
  values_.assign(values.begin(), values.end());
  requests_.clear();
  terms_.clear();
  probes_.clear();
  std::exchange(sleeper_, {}).resume();
}

void materialise(const Probe& probe, Point& out) {
  out.copy_from(*probe.base);
  add_terms(out, probe.terms, 1);
  if (probe.bounds) probe.bounds->clip(out);
}

}  // namespace nilgrad
