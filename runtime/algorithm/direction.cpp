#include "runtime/algorithm/direction.hpp"

#include <algorithm>

#include "runtime/algorithm/adds_together.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t chunk = largest_chunk;
constexpr std::size_t block = 16 * chunk;     // that a thread takes at a time
constexpr std::size_t parallel_from = 65536;  // below, waking threads costs more than the pass

/// The distribution of several terms, where it is one and has something to gain.
const AddsTogether* shared_by(std::span<const Term> terms) {
  const Distribution* const first = terms[0].direction.distribution;
  const bool one =
      std::all_of(terms.begin(), terms.end(), [&](const Term& term) { return term.direction.distribution == first; });
  return one && terms.size() > 1 ? dynamic_cast<const AddsTogether*>(first) : nullptr;
}

}  // namespace

void for_each_chunk(const Point& x, const std::function<void(const Slice&, std::size_t)>& f) {
  std::uint64_t offset = 0;
  for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
    const std::size_t size = x.tensors[t].size();
    const auto run = [&](std::size_t first_chunk, std::size_t last_chunk) {
      for (std::size_t c = first_chunk; c < last_chunk; ++c)
        f({t, c * chunk, offset + c * chunk}, std::min(size - c * chunk, chunk));
    };
    const std::size_t chunks = (size + chunk - 1) / chunk;
    if (size >= parallel_from)
      parallel_for(chunks, 4, run);
    else
      run(0, chunks);
    offset += size;
  }
}

void add_terms(Point& x, std::span<const Term> terms, double factor) {
  if (terms.empty()) return;
  if (x.tensors.size() == 1 && x.tensors[0].size() <= chunk) {  // the small vectors of black-box optimization
    x.tensors[0].visit([&](auto elements) { add_terms(Slice{}, elements, terms, factor); });
    return;
  }
  const AddsTogether* const together = shared_by(terms);
  const auto add = [&](const Slice& slice, auto elements) {
    together ? together->add_all(terms, factor, slice, elements) : add_terms(slice, elements, terms, factor);
  };
  // Of several directions a part of x that fits into the first-level cache is moved by all before the next part.
  const std::size_t step = terms.size() == 1 ? block : chunk;
  std::uint64_t offset = 0;
  for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
    x.tensors[t].visit([&](auto elements) {
      const auto run = [&](std::size_t begin, std::size_t end) {
        for (std::size_t first = begin; first < end; first += step)
          add({t, first, offset + first}, elements.subspan(first, std::min(end - first, step)));
      };
      if (elements.size() >= parallel_from)
        parallel_for(elements.size(), block, run);
      else
        run(0, elements.size());
    });
    offset += x.tensors[t].size();
  }
}

}  // namespace nilgrad
