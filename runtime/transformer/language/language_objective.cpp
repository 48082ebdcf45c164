#include "runtime/transformer/language/language_objective.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "runtime/random/uniform.hpp"
#include "runtime/transformer/stream/streamed_point.hpp"
#include "runtime/transformer/weight_mask.hpp"

namespace nilgrad::transformer {
namespace {

/// Branches that go through the layers together: what more of them would save in generating directions they would take
/// in memory.
constexpr std::size_t most_branches = 8;

/// Training examples that the sensitivity of weights is taken from: the first ones.
constexpr std::size_t most_observed = 128;

/// To 36 significant bits: the loss is a sum of float32 numbers, which know less, and a journal keeps it in half the
/// space.
double rounded(double value) {
  constexpr std::uint64_t dropped = 16, unit = std::uint64_t{1} << dropped;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  if (!std::isfinite(value)) return value;
  return std::bit_cast<double>((bits + unit / 2 - 1 + (bits >> dropped & 1)) & ~(unit - 1));
}

std::uint64_t checksum_of(std::span<const Example> examples, std::uint64_t sum) {
  const auto add = [&](std::uint64_t number) { sum = (sum ^ number) * 0x100000001b3u; };  // FNV-1a
  for (const Example& example : examples) {
    add(example.answer);
    add(example.prompt.size());
    for (const auto id : example.prompt) add(static_cast<std::uint64_t>(id));
    for (const auto& option : example.options) {
      add(option.size());
      for (const auto id : option) add(static_cast<std::uint64_t>(id));
    }
  }
  return sum;
}

constexpr std::array<const char*, 4> loss_names = {"cross_entropy", "language_model", "accuracy", "f1"};

}  // namespace

LanguageObjective::LanguageObjective(std::shared_ptr<Model> model, Settings settings, std::vector<Example> examples,
                                     std::vector<Example> held_out, const StopToken& stop)
    : model_(std::move(model)),
      settings_(std::move(settings)),
      examples_(std::move(examples)),
      held_out_(std::move(held_out)),
      scorer_(*model_) {
  indices_ = settings_.trained.in(*model_, stop);
  if (examples_.empty()) throw_error(ErrorKind::option, "ng.objective.language needs at least one example to train on");
  if (indices_.empty())
    throw_error(ErrorKind::option, "option 'parameters' leaves nothing to train: no tensor of '{}' goes by these names",
                model_->name());
  check(*model_, examples_);
  check(*model_, held_out_, "held-out example");
  trained_.place.assign(model_->tensors().size(), -1);
  for (const std::size_t i : indices_) {
    trained_.place[i] = static_cast<std::int32_t>(point_.tensors.size());
    point_.tensors.push_back(model_->tensors()[i].tensor);
  }
  point_.deferred = StreamedPoint::of(model_->stream(), point_, indices_);
  dim_ = point_.dim();
  const TrainedSet& trained = settings_.trained;
  if (trained.masked != TrainedSet::Masked::no && model_->stream())
    throw_error(ErrorKind::option,
                "option 'mask' goes with weights in memory: those of '{}' are in a working file, which may have moved "
                "since the mask was chosen",
                model_->name());
  if (trained.masked == TrainedSet::Masked::small) point_.mask = smallest_weights(point_, trained.share);
  if (trained.masked == TrainedSet::Masked::sensitive)
    point_.mask = greatest_weights(point_, sizes_of_inputs(stop), trained.share);
}

std::vector<std::vector<float>> LanguageObjective::sizes_of_inputs(const StopToken& stop) {
  std::vector<std::vector<double>> squares(point_.tensors.size());
  BranchWeights weights(model_->tensors());
  weights.set_observer([&](std::size_t matrix, const Panels& x) {
    if (trained_.place[matrix] < 0) return;
    auto& sums = squares[static_cast<std::size_t>(trained_.place[matrix])];
    sums.resize(x.features(), 0.0);
    for (std::size_t t = 0; t < x.tokens(); ++t)
      for (std::size_t f = 0; f < x.features(); ++f) {
        const auto number = static_cast<double>(x.at(0, t, f));
        sums[f] += number * number;
      }
  });
  scorer_(weights, std::span(examples_).first(std::min(most_observed, examples_.size())), stop);
  std::vector<std::vector<float>> sizes;
  for (const auto& sums : squares) {
    auto& roots = sizes.emplace_back();
    for (const double sum : sums) roots.push_back(static_cast<float>(std::sqrt(sum)));
  }
  return sizes;
}

void LanguageObjective::begins() {
  if (model_->stream()) model_->stream()->begin();
}

std::string LanguageObjective::name() const {
  return fmt::format("{} on {}", model_->name(), settings_.task.empty() ? "examples" : settings_.task);
}

std::string LanguageObjective::definition() const {
  const std::uint64_t sum = checksum_of(held_out_, checksum_of(examples_, 0xcbf29ce484222325u));
  const nlohmann::json json = {{"loss", loss_names[static_cast<std::size_t>(settings_.loss)]},
                               {"batch", settings_.batch},
                               {"lora_scale", model_->lora_scale()},
                               {"compute", model_->compute() == Compute::float32 ? "float32" : "bfloat16"},
                               {"examples", fmt::format("{} ({:016x})", examples_.size(), sum)},
                               {"model", ModelRecord::of(*model_, settings_.trained).to_json()}};
  return json.dump();
}

Point LanguageObjective::start() const { return point_; }

RunMemory LanguageObjective::memory(std::size_t probes, std::size_t state, bool assesses) const {
  const auto of = [&](std::span<const Example> examples, std::size_t count, std::size_t branches) {
    PassShape pass{count, 0, 0, branches};
    for (const Example& example : examples) {
      std::size_t options = 0;
      for (const auto& option : example.options) options += option.size();
      pass.tokens = std::max(pass.tokens, example.prompt.size() + options);
      pass.scored = std::max(pass.scored, options);
    }
    return memory_of(model_->config(), model_->compute(), pass,
                     model_->resident_bytes() + (point_.mask ? point_.mask->bytes() : 0), state);
  };
  RunMemory memory = of(examples_, settings_.batch, std::min(probes, most_branches));
  if (!assesses) return memory;
  const auto& judged = held_out_.empty() ? examples_ : held_out_;
  const RunMemory other = of(judged, judged.size(), 1);
  memory.activations = std::max(memory.activations, other.activations);
  memory.scratch = std::max(memory.scratch, other.scratch);
  return memory;
}

std::vector<std::size_t> LanguageObjective::minibatch(const Key& sample) {
  const std::size_t n = examples_.size();
  std::vector<std::size_t> chosen;
  for (std::size_t j = 0; j < settings_.batch; ++j) {
    const std::uint64_t position = std::uint64_t{sample.step} * settings_.batch + j;
    const Key epoch = sample.at_step(position / n).round(1);
    if (!order_key_ || !(*order_key_ == epoch)) {
      order_ = Generator(epoch).permutation(n);
      order_key_ = epoch;
    }
    chosen.push_back(order_[position % n]);
  }
  return chosen;
}

std::vector<double> LanguageObjective::losses(std::span<const Probe> probes, std::span<const Example> examples,
                                              const StopToken& stop) {
  for (const Probe& probe : probes)
    if (probe.bounds && !probe.bounds->empty()) throw_error(ErrorKind::option, "the weights of a model have no bounds");
  const BranchWeights weights(model_->tensors(), trained_, probes, model_->compute());
  const auto scores = scorer_(weights, examples, stop);
  std::vector<double> values;
  for (std::size_t b = 0; b < probes.size(); ++b)
    values.push_back(rounded(loss_of(settings_.loss, scores[b], examples)));
  return values;
}

void LanguageObjective::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) {
  evaluate_each(probes, values, stop, [](std::size_t, std::span<const double>) {});
}

void LanguageObjective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                                      const Finished& finished) {
  for (std::size_t first = 0; first < probes.size();) {
    std::size_t count = 1;
    while (first + count < probes.size() && count < most_branches && probes[first + count].base == probes[first].base &&
           probes[first + count].sample == probes[first].sample)
      ++count;
    std::vector<Example> examples;
    for (const std::size_t i : minibatch(probes[first].sample)) examples.push_back(examples_[i]);
    const auto found = losses(probes.subspan(first, count), examples, stop);
    std::copy(found.begin(), found.end(), values.begin() + static_cast<std::ptrdiff_t>(first));
    finished(first, found);
    first += count;
  }
}

std::vector<Figure> LanguageObjective::assess(const Point& x, const StopToken& stop) {
  const auto& examples = held_out_.empty() ? examples_ : held_out_;
  const Probe here{&x, {}, nullptr, {}};
  const BranchWeights weights(model_->tensors(), trained_, {&here, 1}, model_->compute());
  const Scores scores = scorer_(weights, examples, stop)[0];
  return {{"loss", loss_of(settings_.loss, scores, examples)},
          {"accuracy", 1 - loss_of(Loss::accuracy, scores, examples)}};
}

}  // namespace nilgrad::transformer
