#include "runtime/algorithm/direction.hpp"

#include <algorithm>

#include "runtime/algorithm/adds_together.hpp"
#include "runtime/algorithm/deferred_updates.hpp"
#include "runtime/algorithm/mask.hpp"
#include "runtime/random/directions.hpp"
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

void round_at_random(const Key& key, std::uint32_t index, std::uint64_t first, std::span<const float> values,
                     const Tensor& tensor) {
  auto* const out = static_cast<std::uint16_t*>(tensor.data()) + first;
  if (tensor.dtype() == DType::bfloat16)
    round_bfloat16(key, index, first, values, out);
  else
    round_float16(key, index, first, values, out);
}

namespace {

/// Adds to a part of x, of which a block is taken at a time.
class Adding {
 public:
  Adding(const Point& x, std::span<const Term> terms, double factor, const Key& rounding)
      : x_(x), terms_(terms), factor_(factor), rounding_(rounding), together_(shared_by(terms)) {}

  void operator()(const Slice& slice, std::size_t count) const {
    with_elements(x_, slice, count, rounding_, [&](auto elements) {
      if (!x_.mask) return add(slice, elements);
      std::array<typename decltype(elements)::value_type, largest_chunk> before;  // NOLINT: filled as far as used
      std::copy(elements.begin(), elements.end(), before.begin());
      add(slice, elements);
      x_.mask->restore(slice, std::span(std::as_const(before)).first(count), elements);
    });
  }

  template <class T>
  void add(const Slice& slice, std::span<T> elements) const {
    together_ ? together_->add_all(terms_, factor_, slice, elements) : add_terms(slice, elements, terms_, factor_);
  }

 private:
  const Point& x_;
  std::span<const Term> terms_;
  double factor_;
  const Key& rounding_;
  const AddsTogether* together_;
};

/// Of several directions a part of x that fits into the first-level cache is moved by all before the next part.
void add_by_steps(const Adding& add, const Slice& slice, std::size_t count, bool whole_blocks) {
  const std::size_t step = whole_blocks ? block : chunk;
  for (std::size_t done = 0; done < count; done += step)
    add({slice.tensor, slice.first + done, slice.flat_first + done}, std::min(count - done, step));
}

bool by_whole_blocks(const Point& x, std::uint32_t tensor, std::span<const Term> terms) {
  return terms.size() == 1 && !is_half(x.tensors[tensor].dtype()) && !x.mask;
}

}  // namespace

void add_terms(const Point& x, const Slice& slice, std::size_t count, std::span<const Term> terms, double factor,
               const Key& rounding) {
  if (terms.empty()) return;
  add_by_steps(Adding(x, terms, factor, rounding), slice, count, by_whole_blocks(x, slice.tensor, terms));
}

void add_terms(Point& x, std::span<const Term> terms, double factor, const Key& rounding) {
  if (terms.empty()) return;
  if (x.deferred) return x.deferred->add(terms, factor, rounding);
  if (x.tensors.size() == 1 && x.tensors[0].size() <= chunk && !is_half(x.tensors[0].dtype()) && !x.mask) {
    // the small vectors of black-box optimization
    x.tensors[0].visit([&](auto elements) { add_terms(Slice{}, elements, terms, factor); });
    return;
  }
  const Adding add(x, terms, factor, rounding);
  std::uint64_t offset = 0;
  for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
    const std::size_t size = x.tensors[t].size();
    const bool whole_blocks = by_whole_blocks(x, t, terms);
    const auto run = [&](std::size_t begin, std::size_t end) {
      add_by_steps(add, {t, begin, offset + begin}, end - begin, whole_blocks);
    };
    if (size >= parallel_from)
      parallel_for(size, block, run);
    else
      run(0, size);
    offset += size;
  }
}

}  // namespace nilgrad
