#include "runtime/random/directions.hpp"

#include <array>

#include "runtime/random/direction_kernels.hpp"
#include "runtime/random/instruction_set.hpp"
#include "runtime/random/normal.hpp"
#include "runtime/random/philox.hpp"
#include "runtime/random/rademacher.hpp"

namespace nilgrad {
namespace {

const DirectionKernels& kernels() {
#ifdef __x86_64__
  switch (instruction_set()) {
    case InstructionSet::avx512:
      return avx512_direction_kernels;
    case InstructionSet::avx2:
      return avx2_direction_kernels;
    case InstructionSet::portable:
      break;
  }
#endif
  return portable_direction_kernels;
}

DirectionAddress address_of(const Key& key, std::uint32_t tensor) {
  return {key.stream_key, key.step, key.round_query, tensor};
}

void check_range(std::uint32_t tensor, std::uint64_t first, std::uint64_t count, std::uint64_t limit) {
  if (tensor >= 0x7FFFFFFFu) throw_error(ErrorKind::shape, "tensor index {} is above the limit of 2^31 - 2", tensor);
  if (count > limit || first > limit - count)
    throw_error(ErrorKind::shape, "a direction has at most {} elements a tensor, not elements {} to {}", limit, first,
                first + count);
}

PhiloxBlock block_of(const Key& key, std::uint32_t tensor, std::uint32_t block) {
  return philox({{key.step, key.round_query, tensor, block}}, key.stream_key);
}

/// The output of an element, where each has one (key.hpp).
std::uint32_t output_of(const Key& key, std::uint32_t tensor, std::uint64_t index) {
  const auto r = static_cast<std::uint32_t>(index % 64);
  return block_of(key, tensor, static_cast<std::uint32_t>(index / 64 * 16) + r % 16).word[r / 16];
}

}  // namespace

void add_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<float> x) {
  check_range(tensor, first, x.size(), max_gaussian_elements);
  kernels().gaussian_float(address_of(key, tensor), first, static_cast<float>(scale), x.data(), x.size());
}

void add_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<double> x) {
  check_range(tensor, first, x.size(), max_gaussian_elements);
  kernels().gaussian_double(address_of(key, tensor), first, scale, x.data(), x.size());
}

void add_rademacher(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<float> x) {
  check_range(tensor, first, x.size(), max_rademacher_elements);
  kernels().rademacher_float(address_of(key, tensor), first, static_cast<float>(scale), x.data(), x.size());
}

void add_rademacher(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<double> x) {
  check_range(tensor, first, x.size(), max_rademacher_elements);
  kernels().rademacher_double(address_of(key, tensor), first, scale, x.data(), x.size());
}

void add_sparse_signs(const Key& key, std::uint32_t tensor, std::uint64_t first, std::uint32_t threshold, double scale,
                      std::span<float> x) {
  check_range(tensor, first, x.size(), max_gaussian_elements);
  kernels().sparse_signs_float(address_of(key, tensor), first, threshold, static_cast<float>(scale), x.data(),
                               x.size());
}

void add_sparse_signs(const Key& key, std::uint32_t tensor, std::uint64_t first, std::uint32_t threshold, double scale,
                      std::span<double> x) {
  check_range(tensor, first, x.size(), max_gaussian_elements);
  kernels().sparse_signs_double(address_of(key, tensor), first, threshold, scale, x.data(), x.size());
}

namespace {

/// The whole batches; returns how many directions that was.
template <class T, class Kernel>
std::size_t add_batches(Kernel kernel, std::span<const Key> keys, std::uint32_t tensor, std::uint64_t first,
                        std::span<const double> scales, std::span<T> x) {
  check_range(tensor, first, x.size(), max_rademacher_elements);
  std::array<DirectionAddress, rademacher_batch> addresses{};
  std::array<T, rademacher_batch> factors{};
  std::size_t done = 0;
  for (; done + rademacher_batch <= keys.size(); done += rademacher_batch) {
    for (std::size_t k = 0; k < rademacher_batch; ++k) {
      addresses[k] = address_of(keys[done + k], tensor);
      factors[k] = static_cast<T>(scales[done + k]);
    }
    kernel(addresses.data(), first, factors.data(), x.data(), x.size());
  }
  return done;
}

}  // namespace

void add_rademacher(std::span<const Key> keys, std::uint32_t tensor, std::uint64_t first,
                    std::span<const double> scales, std::span<float> x) {
  for (std::size_t k = add_batches(kernels().rademacher_batch_float, keys, tensor, first, scales, x); k < keys.size();
       ++k)
    add_rademacher(keys[k], tensor, first, scales[k], x);
}

void add_rademacher(std::span<const Key> keys, std::uint32_t tensor, std::uint64_t first,
                    std::span<const double> scales, std::span<double> x) {
  for (std::size_t k = add_batches(kernels().rademacher_batch_double, keys, tensor, first, scales, x); k < keys.size();
       ++k)
    add_rademacher(keys[k], tensor, first, scales[k], x);
}

void round_bfloat16(const Key& key, std::uint32_t tensor, std::uint64_t first, std::span<const float> x,
                    std::uint16_t* out) {
  check_range(tensor, first, x.size(), max_rounded_elements);
  kernels().round_bfloat16(address_of(key, tensor), first, x.data(), out, x.size());
}

void round_float16(const Key& key, std::uint32_t tensor, std::uint64_t first, std::span<const float> x,
                   std::uint16_t* out) {
  check_range(tensor, first, x.size(), max_rounded_elements);
  kernels().round_float16(address_of(key, tensor), first, x.data(), out, x.size());
}

double sum_of_squares_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t count) {
  check_range(tensor, 0, count, max_gaussian_elements);
  return kernels().gaussian_squares(address_of(key, tensor), count);
}

float gaussian_at(const Key& key, std::uint32_t tensor, std::uint64_t index) {
  check_range(tensor, index, 1, max_gaussian_elements);
  return normal_from_bits(output_of(key, tensor, index));
}

float rademacher_at(const Key& key, std::uint32_t tensor, std::uint64_t index) {
  check_range(tensor, index, 1, max_rademacher_elements);
  const RademacherBit place = RademacherBit::of(index);
  const PhiloxBlock out = block_of(key, tensor, place.block);
  return (out.word[place.output] >> place.bit & 1) != 0 ? -1.0f : 1.0f;
}

float sparse_sign_at(const Key& key, std::uint32_t tensor, std::uint64_t index, std::uint32_t threshold) {
  check_range(tensor, index, 1, max_gaussian_elements);
  const std::uint32_t word = output_of(key, tensor, index);
  if ((word & 0x7fffffffu) >= threshold) return 0;
  return (word & 0x80000000u) != 0 ? -1.0f : 1.0f;
}

}  // namespace nilgrad
