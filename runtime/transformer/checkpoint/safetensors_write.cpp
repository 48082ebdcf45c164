#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/output_file.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad::transformer {
namespace {

const char* type_name(const NamedTensor& named) {
  switch (named.tensor.dtype()) {
    case DType::float32:
      return "F32";
    case DType::float16:
      return "F16";
    case DType::bfloat16:
      return "BF16";
    case DType::float64:
      return "F64";
  }
  throw_error(ErrorKind::option, "tensor {} is of a dtype that safetensors does not have", shown_name(named.name));
}

/// Wide elements first, so that all are aligned however many there are of the narrow ones.
std::vector<const NamedTensor*> in_order(std::span<const NamedTensor> tensors) {
  std::vector<const NamedTensor*> order;
  for (const NamedTensor& named : tensors) order.push_back(&named);
  std::stable_sort(order.begin(), order.end(), [](const NamedTensor* a, const NamedTensor* b) {
    return size_of(a->tensor.dtype()) > size_of(b->tensor.dtype());
  });
  return order;
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, std::span<const NamedTensor> tensors) {
  const auto order = in_order(tensors);
  nlohmann::ordered_json header = {{"__metadata__", {{"format", "pt"}}}};
  std::size_t end = 0;
  for (const NamedTensor* named : order) {
    const std::size_t begin = end;
    end += named->tensor.bytes();
    const Shape& shape = named->tensor.shape();
    header[named->name] = {{"dtype", type_name(*named)},
                           {"shape", std::vector(shape.begin(), shape.end())},
                           {"data_offsets", {begin, end}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 8 + 63) / 64 * 64 - 8, ' ');
  const std::uint64_t length = text.size();
  OutputFile file(path, sizeof length + text.size() + end);
  file.write(&length, sizeof length);
  file.write(text);
  for (const NamedTensor* named : order) file.write(named->tensor.data(), named->tensor.bytes());
  file.finish();
}

}  // namespace nilgrad::transformer
