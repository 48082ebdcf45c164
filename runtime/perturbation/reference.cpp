#include "runtime/perturbation/reference.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "runtime/error.hpp"
#include "runtime/tensor/buffer.hpp"

namespace nilgrad {
namespace {

template <class Element, class T>
void add_elements(const Element* elements, double scale, const Slice& slice, std::span<T> x) {
  const Element* from = elements + slice.flat_first;
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<T>(static_cast<double>(x[i]) + scale * static_cast<double>(from[i]));
}

void require_present(bool present) {
  if (!present) throw Error(ErrorKind::state, "DAP's reference has moved on: this estimate is of the past");
}

}  // namespace

BFloat16::BFloat16(double value) {
  const auto word = std::bit_cast<std::uint32_t>(static_cast<float>(value));
  const std::uint32_t rounded = word + 0x7fffu + (word >> 16 & 1u);
  bits = static_cast<std::uint16_t>((std::isnan(value) ? 0x7fc00000u : rounded) >> 16);
}

BFloat16::operator double() const { return static_cast<double>(std::bit_cast<float>(std::uint32_t{bits} << 16)); }

void Reference::reset(std::size_t count) {
  ++version_;
  size_ = count;
  elements_ = allocate_buffer(bytes());
  if (count > 0) std::memset(elements_.get(), 0, bytes());  // 0 in all three
}

void Reference::set(std::size_t i, double value) {
  visit([&]<class E>(E* elements) { elements[i] = static_cast<E>(value); });
}

void Reference::blend(const Point& shape, double decay, std::span<const Term> terms, double factor) {
  std::vector<Term> others;
  for (const Term& term : terms) {
    if (term.direction == direction())
      decay += factor * term.scale;
    else
      others.push_back(term);
  }
  visit([&]<class E>(E* elements) {
    for_each_chunk(shape, [&](const Slice& slice, std::size_t count) {
      std::array<double, largest_chunk> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
      const auto blended = std::span(chunk).first(count);
      E* stored = elements + slice.flat_first;
      for (std::size_t i = 0; i < count; ++i) blended[i] = decay * static_cast<double>(stored[i]);
      add_terms(slice, blended, others, factor);
      for (std::size_t i = 0; i < count; ++i) stored[i] = static_cast<E>(blended[i]);
    });
  });
  ++version_;
}

void Reference::add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const {
  require_present(v.axis == version_);
  visit([&](const auto* elements) { add_elements(elements, scale, slice, x); });
}

void Reference::add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const {
  require_present(v.axis == version_);
  visit([&](const auto* elements) { add_elements(elements, scale, slice, x); });
}

}  // namespace nilgrad
