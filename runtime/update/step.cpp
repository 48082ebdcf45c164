#include "runtime/update/step.hpp"

#include <cmath>

#include "runtime/algorithm/deferred_updates.hpp"
#include "runtime/algorithm/mask.hpp"

namespace nilgrad {

void Step::clear() {
  terms_ = {};
  vector_ = {};
  maps_.clear();
}

void Step::scale(double factor) {
  if (maps_.empty()) {
    factor_ *= factor;
    return;
  }
  map([factor](const Slice&, auto u) {
    using T = typename decltype(u)::value_type;
    for (T& element : u) element *= static_cast<T>(factor);
  });
}

double Step::norm() {
  settle();
  double squares = 0;
  sum_over_chunks(x_, {&squares, 1}, [&](const Slice& slice, std::size_t count, std::span<double> sum) {
    with_chunk(slice, count, [&](auto u) {
      for (const auto element : u) sum[0] += static_cast<double>(element) * static_cast<double>(element);
    });
  });
  return std::sqrt(squares);
}

void Step::settle() {
  if (maps_.empty()) return;
  Point vector;
  for (const Tensor& tensor : x_.tensors)
    vector.tensors.push_back(Tensor::uninitialized(tensor.shape(), computed_as(tensor.dtype())));
  fold_into(vector, [](auto to, auto u) { std::copy(u.begin(), u.end(), to.begin()); });
}

void Step::subtract_from(Point& x, const Key& rounding, double sign) const {
  if (maps_.empty() && vector_.tensors.empty()) return add_terms(x, terms_, -sign * factor_, rounding);
  const auto subtract = [&](const Slice& slice, std::size_t count) {
    with_chunk(slice, count, [&](auto u) {
      using T = typename decltype(u)::value_type;
      with_elements(x, slice, u.size(), rounding, [&](std::span<T> elements) {
        for (std::size_t i = 0; i < count; ++i) elements[i] -= static_cast<T>(sign) * u[i];
      });
    });
  };
  x.deferred ? x.deferred->rewrite(subtract) : for_each_chunk(x, subtract);
}

template <class T>
void Step::fill(const Slice& slice, std::span<T> u) const {
  if (vector_.tensors.empty()) {
    std::fill(u.begin(), u.end(), T{0});
    add_terms(slice, u, terms_, factor_);
  } else {
    const auto vector = chunk_of(vector_, slice, u);
    for (std::size_t i = 0; i < u.size(); ++i) u[i] = static_cast<T>(factor_) * vector[i];
  }
  for (const auto& map : maps_) map->apply(slice, u);
  if (x_.mask) x_.mask->clear(slice, u);
}

template void Step::fill(const Slice&, std::span<float>) const;
template void Step::fill(const Slice&, std::span<double>) const;

void Step::become(const Point& vector) {
  clear();
  factor_ = 1;
  vector_ = vector;
}

}  // namespace nilgrad
