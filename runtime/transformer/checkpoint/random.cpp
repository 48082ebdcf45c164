#include <string_view>

#include "runtime/error.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"

namespace nilgrad::transformer {
namespace {

constexpr double deviation = 0.02;              // of the published models before training
constexpr std::uint64_t stream = 0x6d6f64656c;  // "model": numbers of its own for any seed
constexpr std::size_t grain = std::size_t{1} << 15;

void draw(Tensor& tensor, const Key& key, std::uint32_t index) {
  Tensor flat = tensor.reshaped({static_cast<std::int64_t>(tensor.size())});
  parallel_for(flat.size(), grain, [&](std::size_t begin, std::size_t end) {
    Tensor part(Shape{static_cast<std::int64_t>(end - begin)}, DType::float32);
    add_gaussian(key, index, begin, deviation, part.as<float>());
    Tensor target = flat.rows(begin, end - begin);
    target.copy_from(part);
  });
}

}  // namespace

void fill_at_random(std::string_view name, std::size_t index, std::uint64_t seed, Tensor& tensor) {
  const bool norm = name.ends_with("norm.weight");
  if (norm || name.ends_with(".bias"))
    tensor.fill(norm ? 1 : 0);
  else
    draw(tensor, Key::from(seed, Purpose::draw, stream), static_cast<std::uint32_t>(index));
}

Checkpoint random_checkpoint(const Config& config, DType dtype, std::uint64_t seed) {
  if (dtype == DType::float64)
    throw_error(ErrorKind::option, "weights may be float32, float16 and bfloat16, not {}", name_of(dtype));
  Checkpoint checkpoint{config, {}, {}};
  for (const TensorSpec& spec : tensor_specs(config)) {
    Tensor tensor = Tensor::uninitialized(spec.shape, dtype);
    fill_at_random(spec.name, checkpoint.tensors.size(), seed, tensor);
    checkpoint.tensors.push_back({spec.name, tensor});
  }
  return checkpoint;
}

}  // namespace nilgrad::transformer
