#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

/// A direction's axis names its block: the tensor in the high bits, which run of it in the low ones.
constexpr int run_bits = 40;
static_assert(max_rademacher_elements <= std::uint64_t{1} << run_bits);

class Block final : public IndependentDirections {
 public:
  struct Options {
    std::optional<std::int64_t> size;
  };
  explicit Block(const Options& options)
      : size_(options.size ? static_cast<std::uint64_t>(*options.size) : max_rademacher_elements) {}

  Direction direction(const Key& key, const Point& shape) const override {
    std::uint64_t count = 0;
    for (const Tensor& tensor : shape.tensors) count += runs_of(tensor);
    if (count == 0) return {this, key, 1, 0};
    auto run = static_cast<std::uint64_t>(integer_at(key, 0, 0, static_cast<std::int64_t>(count) - 1));
    std::uint64_t t = 0;
    for (; run >= runs_of(shape.tensors[t]); ++t) run -= runs_of(shape.tensors[t]);
    return {this, key, std::sqrt(static_cast<double>(count)), t << run_bits | run};
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_overlap(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_overlap(v, scale, slice, x);
  }

 private:
  std::uint64_t runs_of(const Tensor& tensor) const { return tensor.size() / size_ + (tensor.size() % size_ != 0); }

  template <class T>
  void add_overlap(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    if (slice.tensor != v.axis >> run_bits) return;
    const std::uint64_t block = (v.axis & ((std::uint64_t{1} << run_bits) - 1)) * size_;
    const std::uint64_t first = std::max(slice.first, block);
    const std::uint64_t end = std::min(slice.first + x.size(), block + size_);
    if (first < end)
      add_rademacher(v.key, slice.tensor, first, scale * v.scale, x.subspan(first - slice.first, end - first));
  }

  std::uint64_t size_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, block) {
  using Options = Block::Options;
  return describe<Perturbation, Block>("block", "signs on one block of coordinates, uniformly chosen, 0 elsewhere")
      .formula(
          "v = √B · signs on one of B blocks;  E[v vᵀ] = I;  E|v vᵀa − a|² = B Σ_b n_b|a_b|² − |a|², which is "
          "(d−1)|a|² for B blocks of n_b = d/B")
      .memory("none: elements are regenerated from their key, one bit each")
      .reference("Cai et al., ICML 2021: ZO-BCD")
      .option("size", &Options::size, "coordinates in a block; a tensor's last block may be shorter",
              {.low = 1,
               .high = static_cast<double>(max_rademacher_elements),
               .unit = "coordinates",
               .default_text = "each tensor of the point is a block"})
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.block { size = 2 }, queries = 4 }");
}
