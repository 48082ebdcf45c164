#include "interpreter/commands/bench_mezo.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

#include "interpreter/commands/measure.hpp"
#include "interpreter/commands/mezo_torch.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/kernels/bfloat16.hpp"
#include "runtime/transformer/language/language_objective.hpp"

namespace nilgrad::interpreter {
namespace {

using namespace transformer;

struct Texts {
  std::size_t count, tokens;
};
constexpr std::array<Texts, 2> shapes = {{{16, 64}, {1, 400}}};

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Wall time and CPU time of all threads, of each repetition.
struct Times {
  std::vector<double> wall, cpu;

  void measure(const std::function<void()>& body) {
    const double wall_start = wall_seconds(), cpu_start = process_seconds();
    body();
    cpu.push_back(process_seconds() - cpu_start);
    wall.push_back(wall_seconds() - wall_start);
  }
};

double least(const std::vector<double>& times) { return *std::min_element(times.begin(), times.end()); }

/// The median over repetitions of a time against the other's of the same repetition.
double median_ratio(const std::vector<double>& times, const std::vector<double>& others) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < times.size(); ++i) ratios.push_back(times[i] / others[i]);
  return median(std::move(ratios));
}

std::vector<Example> random_examples(const Model& model, const Texts& texts) {
  Generator random(Key::from(1, Purpose::draw));
  const auto token = [&] { return static_cast<std::int32_t>(random.integer(4, model.config().vocab - 1)); };
  std::vector<Example> examples(texts.count);
  for (Example& example : examples) {
    for (std::size_t i = 0; i < texts.tokens; ++i) example.prompt.push_back(token());
    example.options = {{token()}, {token()}};
  }
  return examples;
}

/// Arithmetic of one pass: two operations for each weight and token; the head at one row a text.
double operations(const Model& model, const Texts& texts) {
  const Config& c = model.config();
  const auto tokens = static_cast<double>(texts.count * texts.tokens);
  double weights = 0;
  for (const NamedTensor& named : model.tensors())
    if (named.name.find("layers") != std::string::npos) weights += static_cast<double>(named.tensor.size());
  const double head = static_cast<double>(texts.count) * static_cast<double>(c.vocab * c.embedding);
  const double attention = tokens * static_cast<double>(texts.tokens) * static_cast<double>(c.layers * c.hidden);
  return 2 * (tokens * weights + head + attention);
}

/// Multiply-adds of the product's own kernel on operands in the first-level cache, operations a second of a thread.
double peak_operations() {
  constexpr std::size_t rows = 12, depth = 128, rounds = 20000;
  const std::vector<float> w(rows * depth, 0.5f), x(depth * lanes, 0.25f);
  std::vector<float> c(rows * lanes);
  double best = 0;
  for (int i = 0; i < 5; ++i) {
    const double start = thread_seconds();
    for (std::size_t r = 0; r < rounds; ++r)
      layer_kernels().multiply({w.data(), depth, 1}, x.data(), c.data(), rows, depth, lanes, false);
    best = std::max(best, 2.0 * rows * depth * lanes * rounds / (thread_seconds() - start));
  }
  return best;
}

std::shared_ptr<LanguageObjective> objective_of(const std::shared_ptr<Model>& model, const Texts& texts) {
  LanguageObjective::Settings settings;
  settings.batch = texts.count;
  return std::make_shared<LanguageObjective>(model, settings, random_examples(*model, texts), std::vector<Example>());
}

/// A plain forward pass at the model's weights.
class PlainForward {
 public:
  explicit PlainForward(LanguageObjective& objective) : objective_(objective), x_(objective.start()) {}
  void operator()() {
    const Probe probe{&x_, {}, nullptr, {}};
    double value = 0;
    objective_.evaluate({&probe, 1}, {&value, 1}, StopToken());
  }

 private:
  LanguageObjective& objective_;
  Point x_;
};

std::shared_ptr<Run> two_point_run(const LanguageObjective& objective, const std::string& perturbation, int steps) {
  const auto part = [](const std::string& kind, const std::string& name, catalog::Values values) {
    return catalog::Recipes{
        std::make_shared<const catalog::Recipe>(catalog::Recipe{catalog::find(kind, name), std::move(values)})};
  };
  const auto optimizer = catalog::make<Optimizer>(
      "zeroth_order",
      {{"estimator",
        part("estimator", "two_point",
             {{"queries", std::int64_t{1}}, {"h", 1e-3}, {"perturbation", part("perturbation", perturbation, {})}})},
       {"update", part("update", "sgd", {{"lr", 1e-7}})}});
  Run::Settings settings;
  settings.steps = steps;
  settings.keep = Keep::last;
  settings.in_place = true;
  return std::make_shared<Run>(optimizer, objective.start(), settings, wall_seconds);
}

void print_row(const char* name, const Times& times, const Times& plain, double peak, double work) {
  fmt::print("  {:<28}{:>9.0f}{:>9.0f}{:>10.2f}{:>10.2f}", name, 1e3 * least(times.wall), 1e3 * least(times.cpu),
             median_ratio(times.wall, plain.wall), median_ratio(times.cpu, plain.cpu));
  if (work > 0) fmt::print("{:>9.0f} %", 100 * work / (least(times.cpu) * peak));
  fmt::print("\n");
  std::fflush(stdout);
}

void bench_shape(const std::shared_ptr<Model>& model, const Texts& texts, const MezoBenchOptions& options,
                 double peak) {
  const bool exact = model->compute() == Compute::float32;
  const std::string product = exact ? "" : fmt::format(", products by {}", bfloat16_kernels()->name);
  fmt::print("\n{} in {}{}, {} × {} tokens\n  {:<28}{:>9}{:>9}{:>10}{:>10}{:>11}\n", options.like,
             name_of(model->tensors()[0].tensor.dtype()), product, texts.count, texts.tokens, "", "ms wall", "ms CPU",
             "× plain", "by CPU", "of peak");
  const auto objective = objective_of(model, texts);
  struct Row {
    std::string name;
    std::function<void()> body;
    Times times;
  };
  std::vector<Row> rows = {{"plain forward", PlainForward(*objective), {}}};
  for (const char* perturbation : {"gaussian", "rademacher", "low_rank"})
    rows.push_back({fmt::format("two-point step, {}", perturbation),
                    [&objective, run = two_point_run(*objective, perturbation, options.repeat + 1)] {
                      run->answer(*objective, StopToken());
                    },
                    {}});
  // In turn, so that all see the machine in the same state; the first round is not counted.
  for (Row& row : rows) row.body();
  for (int i = 0; i < options.repeat; ++i)
    for (Row& row : rows) row.times.measure(row.body);
  const double work = exact ? operations(*model, texts) : 0;
  for (const Row& row : rows)
    print_row(row.name.c_str(), row.times, rows[0].times, peak, &row == rows.data() ? work : 0);
}

/// The peer prints its own rows.
int run_peer(const MezoBenchOptions& options, const Config& config) {
  const std::string arguments =
      fmt::format("{} {} {} {} {} {} {} {}", config.layers, config.hidden, config.heads, config.ffn, config.vocab,
                  config.positions, options.threads, options.repeat);
  const std::string command = fmt::format("'{}' - {}", options.torch, arguments);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "w"), pclose);
  if (!pipe) throw_error(ErrorKind::unavailable, "cannot run '{}'", options.torch);
  std::fwrite(mezo_torch.data(), 1, mezo_torch.size(), pipe.get());
  return 0;
}

}  // namespace

int bench_mezo(const MezoBenchOptions& options) {
  set_threads(options.threads);
  const Config config = config_of(options.like);
  const double peak = peak_operations();
  fmt::print(
      "{} threads, {} repetitions: least times, median ratios; peak: the kernel's own multiply-adds in cache, {:.0f} "
      "GFLOP/s a thread\n",
      options.threads, options.repeat, 1e-9 * peak);
  for (const DType dtype : {DType::float32, DType::bfloat16}) {
    const auto model = std::make_shared<Model>(random_checkpoint(config, dtype, 1));
    for (const Texts& texts : shapes) bench_shape(model, texts, options, peak);
    if (dtype != DType::bfloat16 || !bfloat16_kernels()) continue;
    model->set_compute(Compute::bfloat16);
    for (const Texts& texts : shapes) bench_shape(model, texts, options, peak);
  }
  std::fflush(stdout);
  return options.torch.empty() ? exit_done : run_peer(options, config);
}

}  // namespace nilgrad::interpreter
