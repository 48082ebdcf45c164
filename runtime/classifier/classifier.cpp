#include "runtime/classifier/classifier.hpp"

#include <algorithm>
#include <vector>

#include "runtime/classifier/images.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

std::size_t samples_at_a_time(std::size_t input_size) {
  constexpr std::size_t floats = std::size_t{1} << 20;
  return std::clamp<std::size_t>(floats / input_size, 4, 128);
}

}  // namespace

Classifier Classifier::load(const ClassifierOptions& options) {
  const std::filesystem::path path = options.path;
  Classifier classifier;
  classifier.session_ = OnnxSession::load(path);
  const ClassifierOptions all = with_metadata(options, classifier.session_);
  classifier.input_ = OnnxInput(classifier.session_, all);
  classifier.scores_ = OnnxScores(classifier.session_, classifier.input_, all);
  classifier.name_ = path.stem().string();
  classifier.threads_ = static_cast<std::size_t>(options.threads.value_or(nilgrad::threads()));
  return classifier;
}

Classifier Classifier::load(const std::filesystem::path& path, std::size_t threads) {
  ClassifierOptions options;
  options.path = path.string();
  if (threads > 0) options.threads = static_cast<std::int64_t>(threads);
  return load(options);
}

std::size_t Classifier::sample_count(const Tensor& images) const {
  return nilgrad::sample_count(images, input_shape(), name_);
}

void Classifier::refuse_not_finite(const float* samples, std::size_t count) const {
  nilgrad::refuse_not_finite(samples, count, input_size(), name_);
}

void Classifier::run(const float* samples, std::size_t count, float* logits) const {
  if (input_.batch() > 0) return run_fixed(samples, count, logits);
  scores_.run(session_, input_, samples, count, logits);
}

void Classifier::run_fixed(const float* samples, std::size_t count, float* logits) const {
  const std::size_t batch = input_.batch();
  for (; count >= batch; count -= batch, samples += batch * input_size(), logits += batch * classes())
    scores_.run(session_, input_, samples, batch, logits);
  if (count == 0) return;
  std::vector<float> full(samples, samples + count * input_size());
  for (std::size_t i = count; i < batch; ++i)
    full.insert(full.end(), samples + (count - 1) * input_size(), samples + count * input_size());
  std::vector<float> rows(batch * classes());
  scores_.run(session_, input_, full.data(), batch, rows.data());
  std::copy_n(rows.begin(), count * classes(), logits);
}

void Classifier::run_single(const float* sample, float* logits) const {
  if (!all_finite(sample, input_size())) refuse_not_finite(sample, 1);
  if (input_.batch() > 0) return run(sample, 1, logits);
  std::vector<float> pair(sample, sample + input_size());
  std::vector<float> pair_logits(2 * classes());
  pair.insert(pair.end(), sample, sample + input_size());
  run(pair.data(), 2, pair_logits.data());
  std::copy_n(pair_logits.begin(), classes(), logits);
}

void Classifier::run_batch(const float* samples, std::size_t count, float* logits, StopToken stop) const {
  const std::size_t at_a_time = samples_at_a_time(input_size());
  // Where the batch is fixed, pieces are whole batches; else no more of them than pairs, all of nearly one size: then
  // none holds a single sample.
  const std::size_t unit = std::max<std::size_t>(input_.batch(), 1), units = (count + unit - 1) / unit;
  const std::size_t most = input_.batch() > 0 ? units : count / 2;
  const std::size_t pieces = std::min(units, std::max(std::min(threads_, most), (count + at_a_time - 1) / at_a_time));
  const std::size_t workers = std::min(threads_, pieces);
  parallel_for(workers, 1, [&](std::size_t worker, std::size_t) {
    for (std::size_t piece = worker; piece < pieces; piece += workers) {
      stop.check();
      const std::size_t first = piece * units / pieces * unit;
      const std::size_t last = std::min(count, (piece + 1) * units / pieces * unit);
      const float* part = samples + first * input_size();
      if (!all_finite(part, (last - first) * input_size())) refuse_not_finite(samples, count);
      run(part, last - first, logits + first * classes());
    }
  });
}

void Classifier::logits(const Tensor& images, Tensor& out, StopToken stop) const {
  const std::size_t count = sample_count(images);
  if (out.empty())
    out =
        Tensor::uninitialized({static_cast<std::int64_t>(count), static_cast<std::int64_t>(classes())}, DType::float32);
  if (out.size() != count * classes())
    throw_error(ErrorKind::shape, "{} images of {} classes need {} logits, not {}", count, classes(), count * classes(),
                to_string(out.shape()));
  const Tensor pixels = images.to(DType::float32);
  const float* samples = pixels.as<float>().data();
  float* rows = out.as<float>().data();
  stop.check();
  if (count == 1) return run_single(samples, rows);
  run_batch(samples, count, rows, stop);
}

}  // namespace nilgrad
