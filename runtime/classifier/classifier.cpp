#include "runtime/classifier/classifier.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include "runtime/catalog/describe.hpp"
#include "runtime/input_file.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

using ErrorText = std::array<char, 2048>;

/// Extents without those of 1: [1, 28, 28] and [28, 28, 1] lay their pixels out alike.
std::vector<std::int64_t> significant(Shape::const_iterator first, Shape::const_iterator last) {
  std::vector<std::int64_t> extents;
  std::copy_if(first, last, std::back_inserter(extents), [](std::int64_t extent) { return extent != 1; });
  return extents;
}

std::size_t samples_at_a_time(std::size_t input_size) {
  constexpr std::size_t floats = std::size_t{1} << 20;
  return std::clamp<std::size_t>(floats / input_size, 4, 128);
}

/// A carry from the exponent into the sign bit marks what is not finite; sums and ors fill vector registers on every
/// x86.
bool all_finite(const float* values, std::size_t count) {
  std::uint32_t carries = 0;
  for (std::size_t i = 0; i < count; ++i)
    carries |= (std::bit_cast<std::uint32_t>(values[i]) & 0x7fffffff) + 0x00800000;
  return (carries & 0x80000000) == 0;
}

}  // namespace

Classifier Classifier::load(const std::filesystem::path& path, std::size_t threads) {
  require_readable_file(path);
  const onnx_executor& executor = onnx_executor_instance();
  ErrorText error{};
  onnx_model* model = executor.load(path.c_str(), error.data(), error.size());
  if (!model) throw_error(ErrorKind::file, "{}: {}", path.string(), error.data());
  Classifier classifier;
  classifier.model_ = {model, executor.close};
  classifier.path_ = path.string();
  classifier.name_ = path.stem().string();
  std::vector<std::int64_t> extents(executor.sample_shape(model, nullptr, 0));
  executor.sample_shape(model, extents.data(), extents.size());
  classifier.input_shape_ = Shape(extents.begin(), extents.end());
  classifier.input_size_ = element_count(classifier.input_shape_);
  classifier.classes_ = executor.classes(model);
  classifier.threads_ = threads > 0 ? threads : static_cast<std::size_t>(nilgrad::threads());
  return classifier;
}

std::size_t Classifier::sample_count(const Tensor& images) const {
  const Shape& shape = images.shape();
  const auto sample = significant(input_shape_.begin(), input_shape_.end());
  const auto fits = [&](auto first) {
    const auto extents = significant(first, shape.end());
    return extents == sample || (extents.size() == 1 && extents[0] == static_cast<std::int64_t>(input_size_));
  };
  if (images.size() == input_size_ && fits(shape.begin())) return 1;
  if (images.empty() || shape.empty() || !fits(shape.begin() + 1))
    throw_error(ErrorKind::shape, "{} classifies images of shape {}, one or a batch of them, not {}", name_,
                to_string(input_shape_), to_string(shape));
  return static_cast<std::size_t>(shape[0]);
}

void Classifier::refuse_not_finite(const float* samples, std::size_t count) const {
  const float* bad = std::find_if_not(samples, samples + count * input_size_, [](float x) { return std::isfinite(x); });
  const auto at = static_cast<std::size_t>(bad - samples);
  throw_error(ErrorKind::shape, "{} classifies finite pixels only: element {} of image {} is {}", name_,
              at % input_size_ + 1, at / input_size_ + 1, std::isnan(*bad) ? std::abs(*bad) : *bad);  // no "-nan"
}

void Classifier::run(const float* samples, std::size_t count, float* logits) const {
  ErrorText error{};
  const onnx_executor& executor = onnx_executor_instance();
  if (executor.run(model_.get(), samples, count, logits, error.data(), error.size()) != 0)
    throw_error(ErrorKind::file, "{}: a batch of {}: {}", path_, count, error.data());
}

void Classifier::run_single(const float* sample, float* logits) const {
  if (!all_finite(sample, input_size_)) refuse_not_finite(sample, 1);
  std::vector<float> pair(sample, sample + input_size_);
  std::vector<float> pair_logits(2 * classes_);
  pair.insert(pair.end(), sample, sample + input_size_);
  run(pair.data(), 2, pair_logits.data());
  std::copy_n(pair_logits.begin(), classes_, logits);
}

void Classifier::run_batch(const float* samples, std::size_t count, float* logits, StopToken stop) const {
  const std::size_t at_a_time = samples_at_a_time(input_size_);
  // No more pieces than pairs, all of nearly one size: then none holds a single sample.
  const std::size_t pieces = std::max(std::min(threads_, count / 2), (count + at_a_time - 1) / at_a_time);
  const std::size_t workers = std::min(threads_, pieces);
  parallel_for(workers, 1, [&](std::size_t worker, std::size_t) {
    for (std::size_t piece = worker; piece < pieces; piece += workers) {
      stop.check();
      const std::size_t first = piece * count / pieces;
      const std::size_t last = (piece + 1) * count / pieces;
      const float* part = samples + first * input_size_;
      if (!all_finite(part, (last - first) * input_size_)) refuse_not_finite(samples, count);
      run(part, last - first, logits + first * classes_);
    }
  });
}

void Classifier::logits(const Tensor& images, Tensor& out, StopToken stop) const {
  const std::size_t count = sample_count(images);
  if (out.empty())
    out =
        Tensor::uninitialized({static_cast<std::int64_t>(count), static_cast<std::int64_t>(classes_)}, DType::float32);
  if (out.size() != count * classes_)
    throw_error(ErrorKind::shape, "{} images of {} classes need {} logits, not {}", count, classes_, count * classes_,
                to_string(out.shape()));
  const Tensor pixels = images.to(DType::float32);
  const float* samples = pixels.as<float>().data();
  float* rows = out.as<float>().data();
  stop.check();
  if (count == 1) return run_single(samples, rows);
  run_batch(samples, count, rows, stop);
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(model, load) {
  using Options = nilgrad::ClassifierOptions;
  return Described<Options>("model", "load", "an image classifier from an ONNX file, or a language model from a folder")
      .signature("ng.model.load(path) -> model; ng.model.load { path = , … } -> model")
      .positional({"path"})
      .option(
          "path", &Options::path,
          "an ONNX file with one float32 input [batch, …] and a float32 output [batch, classes]; or a Hugging Face\n"
          "folder of OPT, Llama, Mistral or Qwen2: config.json, safetensors or .bin files, a tokenizer",
          {.required = true})
      .option("threads", &Options::threads,
              "most threads that a batch of images is spread over; the logits are the same for any",
              {.low = 1, .high = 1024, .default_text = "the program's"})
      .option(
          "compute", &Options::compute,
          "products of a language model's bfloat16 matrices: of floats, exactly; or of bfloat16, where the machine\n"
          "has instructions for them (AMX, AVX-512 BF16; else floats): twice as fast by AVX-512 BF16, formed weights "
          "and\n"
          "activations rounded to 8 bits, which changes a directional derivative by some 5 % of its size",
          {.choices = {"float32", "bfloat16"}})
      .option("stream", &Options::stream,
              "of a language model: the path of a working file, a copy of the weights that runs work on instead of in\n"
              "memory, which may then be smaller than they are. It is made where there is none, and opened again by\n"
              "the next run; the folder is read only. Each step is one sweep over the file, which writes it once",
              {.default_text = "none: weights in memory"})
      .option("stream_sync", &Options::stream_sync,
              "a working file survives a loss of power, group of weights by group; false: a killed process only")
      .member("predict", "classifier:predict(images) -> logits, a float32 tensor [n, classes]")
      .member("classify", "classifier:classify(images) -> list of the predicted classes, counted from 0 as labels are")
      .member("classes", "of a classifier: how many there are")
      .member("input_shape", "of one image, a list: { 1, 28, 28 }")
      .member("threads", "most threads a batch of images is spread over")
      .member("path", "where a classifier was loaded from")
      .member("tokenize", "language model: model:tokenize(text, options) -> ids, as ?ng.tokenizer.encode says")
      .member("detokenize", "model:detokenize(ids, options) -> text")
      .member("logits", "model:logits(texts) -> a tensor [tokens, vocabulary] of each; a text is a string or ids")
      .member("score", "model:score(examples, options): ?ng.model.score")
      .member("generate", "model:generate(prompt, options): ?ng.model.generate")
      .member("parameters", "model:parameters() -> list of { name, tensor }: the weights themselves, not copies")
      .member("save", "model:save(folder): safetensors, config and tokenizer, written beside and renamed")
      .member("positions", "tokens that a text may have; also vocabulary, size (parameters), bytes, layers, dtype")
      .member("name", "the file's or folder's name")
      .member("close", "model:close() frees it; so does the collector")
      .memory("the weights, of a language model mapped from its files; activations of a batch")
      .example(
          "local model = ng.model.load \"scripts/models/fashion_cnn.onnx\"\n"
          "return model:predict(ng.tensor.zeros({ 2, 1, 28, 28 }, \"float32\"))");
}
