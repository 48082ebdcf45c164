#include "runtime/tensor/elementwise.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/tensor/elementwise_loops.hpp"

namespace nilgrad {
namespace {

template <class Use>
void with_function(Unary op, Use&& use) {
  switch (op) {
    case Unary::negate:
      return use([](auto x) { return -x; });
    case Unary::abs:
      return use([](auto x) { return std::abs(x); });
    case Unary::sign:
      return use([](auto x) {
        using T = decltype(x);
        return x > 0 ? T{1} : x < 0 ? T{-1} : x;
      });
    case Unary::sqrt:
      return use([](auto x) { return std::sqrt(x); });
    case Unary::exp:
      return use([](auto x) { return std::exp(x); });
    case Unary::log:
      return use([](auto x) { return std::log(x); });
    case Unary::floor:
      return use([](auto x) { return std::floor(x); });
    case Unary::round:
      return use([](auto x) { return std::nearbyint(x); });
  }
}

template <class T, class F>
void map(const T* from, T* to, std::size_t n, F f) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < n; ++i) to[i] = f(from[i]);
}

void map(Unary op, const Tensor& x, Tensor& target, StopToken stop) {
  x.visit([&]<class T>(std::span<T> from) {
    T* const to = target.as<T>().data();
    with_function(op, [&](auto f) {
      if (from.size() < split_from) return map(from.data(), to, from.size(), f);
      parallel_for(from.size(), split_grain, [&](std::size_t begin, std::size_t end) {
        stop.check();
        map(from.data() + begin, to + begin, end - begin, f);
      });
    });
  });
}

/// The operand as elements of type T and the strides to read them with; a number is one element read again and again.
template <class T>
class Source {
 public:
  Source(const Operand& operand, const Shape& target, DType dtype)
      : number_(static_cast<T>(operand.number())), data_(&number_) {
    const Tensor* tensor = operand.tensor();
    if (!tensor) return;
    if (tensor->dtype() != dtype) converted_ = tensor->to(dtype);
    data_ = static_cast<const T*>(tensor->dtype() == dtype ? tensor->data() : converted_.data());
    strides_ = broadcast_strides(tensor->shape(), target);
  }
  Source(const Source&) = delete;
  const T* data() const noexcept { return data_; }
  const Strides& strides() const noexcept { return strides_; }

 private:
  T number_;
  const T* data_;
  Tensor converted_;
  Strides strides_{};
};

bool has_shape(const Operand& operand, const Shape& shape) {
  return operand.tensor() && operand.tensor()->shape() == shape;
}

/// target ← a op b; the target's shape is the one that a and b broadcast to.
template <class F>
void combine(Tensor& target, const Operand& a, const Operand& b, F f, StopToken stop = {}) {
  const Shape& shape = target.shape();
  target.visit([&]<class T>(std::span<T> to) {
    const Source<T> x(a, shape, target.dtype()), y(b, shape, target.dtype());
    const StridedWalk walk = has_shape(a, shape) && has_shape(b, shape)
                                 ? StridedWalk(to.size())
                                 : StridedWalk(shape, strides_of(shape), x.strides(), y.strides());
    parallel_loop(walk, to.data(), x.data(), y.data(), f, stop);
  });
}

/// Calls use(b) with a b that is safe to read while `target` is written: a copy where they overlap other than exactly.
template <class Use>
void without_overlap(const Tensor& target, const Operand& b, Use&& use) {
  const Tensor* tensor = b.tensor();
  if (!tensor || !shares_memory(target, *tensor) ||
      (tensor->data() == target.data() && tensor->shape() == target.shape()))
    return use(b);
  const Tensor copy = tensor->clone();
  use(Operand(copy));
}

}  // namespace

Tensor apply(Unary op, const Tensor& x, StopToken stop) {
  Tensor result = Tensor::uninitialized(x.shape(), x.dtype());
  map(op, x, result, stop);
  return result;
}

void apply_in_place(Unary op, Tensor& x) { map(op, x, x, {}); }

Tensor apply(Binary op, const Operand& a, const Operand& b, StopToken stop) {
  if (op == Binary::power && a.tensor() && !b.tensor() && b.number() == 2) return apply(Binary::multiply, a, a, stop);
  const Tensor& some = a.tensor() ? *a.tensor() : *b.tensor();
  const bool both = a.tensor() && b.tensor();
  const DType dtype = both && a.tensor()->dtype() != b.tensor()->dtype() ? DType::float64 : some.dtype();
  const bool same = !both || a.tensor()->shape() == b.tensor()->shape();
  Tensor result =
      Tensor::uninitialized(same ? some.shape() : broadcast(a.tensor()->shape(), b.tensor()->shape()), dtype);
  with_function(op, [&](auto f) { combine(result, a, b, f, stop); });
  return result;
}

void apply_in_place(Binary op, Tensor& a, const Operand& b) {
  if (op == Binary::power && !b.tensor() && b.number() == 2) return apply_in_place(Binary::multiply, a, a);
  if (b.tensor()) require_broadcast(b.tensor()->shape(), a.shape());
  without_overlap(a, b, [&](const Operand& operand) { with_function(op, [&](auto f) { combine(a, a, operand, f); }); });
}

void add_scaled_in_place(Tensor& a, const Operand& b, double scale) {
  if (b.tensor()) require_broadcast(b.tensor()->shape(), a.shape());
  without_overlap(a, b, [&](const Operand& operand) {
    combine(a, a, operand, [scale](auto x, auto y) { return x + static_cast<decltype(x)>(scale) * y; });
  });
}

void clamp_in_place(Tensor& x, double low, double high) {
  if (!(low <= high)) throw_error(ErrorKind::option, "clamp: low {} is above high {}", low, high);
  x.visit([&]<class T>(std::span<T> elements) {
    const T lo = static_cast<T>(low), hi = static_cast<T>(high);
    for (T& value : elements) {
      const T raised = value < lo ? lo : value;
      value = raised > hi ? hi : raised;
    }
  });
}

bool shares_memory(const Tensor& a, const Tensor& b) noexcept {
  const auto* first = static_cast<const std::byte*>(a.data());
  const auto* second = static_cast<const std::byte*>(b.data());
  return first < second + b.bytes() && second < first + a.bytes();
}

bool equal(const Tensor& a, const Tensor& b) {
  if (a.shape() != b.shape()) return false;
  return a.visit([&](auto x) {
    return b.visit([&](auto y) {
      return std::equal(x.begin(), x.end(), y.begin(),
                        [](auto p, auto q) { return static_cast<double>(p) == static_cast<double>(q); });
    });
  });
}

}  // namespace nilgrad
