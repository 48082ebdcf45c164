#include "runtime/algorithm/direction.hpp"

#include <algorithm>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t chunk = largest_chunk;
constexpr std::size_t parallel_from = 65536;  // below, waking threads costs more than the pass

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
  for_each_chunk(x, [&](const Slice& slice, std::size_t count) {
    x.tensors[slice.tensor].visit(
        [&](auto elements) { add_terms(slice, elements.subspan(slice.first, count), terms, factor); });
  });
}

}  // namespace nilgrad
