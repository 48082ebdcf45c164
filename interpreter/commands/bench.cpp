#include "interpreter/commands/bench.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "interpreter/commands/bench_apply.hpp"
#include "interpreter/commands/bench_mezo.hpp"
#include "interpreter/commands/bench_nlopt.hpp"
#include "interpreter/commands/bench_objective.hpp"
#include "interpreter/commands/bench_tokenizer.hpp"
#include "interpreter/commands/measure.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/random/instruction_set.hpp"
#include "runtime/tensor/parallel.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

struct PerturbOptions {
  std::size_t mib = 256;
  int threads = 2;
  int repeat = 9;
};

/// A pass over memory: what it does to elements [first, first + x.size()).
struct MemoryPass {
  std::string name;
  InstructionSet set;
  std::function<void(std::size_t first, std::span<float> x)> body;
  std::vector<double> seconds;
  std::vector<double> shares;  // of the limit measured in the same repetition
};

/// CPU time of a pass over x divided by the threads: what others run on the machine does not count.
double time_pass(const MemoryPass& pass, std::span<float> x) {
  set_instruction_set(pass.set);
  std::atomic<double> total{0};
  parallel_for(x.size(), mebibyte, [&](std::size_t begin, std::size_t end) {
    const double start = thread_seconds();
    pass.body(begin, x.subspan(begin, end - begin));
    total += thread_seconds() - start;
  });
  return total / threads();
}

std::vector<MemoryPass> perturbation_passes() {
  const Key key = Key::from(1, Purpose::direction);
  std::vector<MemoryPass> passes;
  passes.push_back({"x *= s",
                    instruction_set(),
                    [](std::size_t, std::span<float> x) {
                      volatile float opaque = 0.9999f;
                      const float scale = opaque;
                      for (float& element : x) element *= scale;
                    },
                    {},
                    {}});
  for (const auto set : {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
    if (!supported(set)) continue;
    passes.push_back({"gaussian",
                      set,
                      [key](std::size_t first, std::span<float> x) { add_gaussian(key, 0, first, 1e-3, x); },
                      {},
                      {}});
    passes.push_back({"rademacher",
                      set,
                      [key](std::size_t first, std::span<float> x) { add_rademacher(key, 0, first, 1e-3, x); },
                      {},
                      {}});
  }
  return passes;
}

int bench_perturb(const PerturbOptions& options) {
  set_threads(options.threads, Pinning::on);
  const Tensor buffer({static_cast<std::int64_t>(options.mib * mebibyte / sizeof(float))}, DType::float32);
  const auto x = buffer.as<float>();
  std::vector<MemoryPass> passes = perturbation_passes();
  for (int i = 0; i <= options.repeat; ++i) {
    double limit = 0;
    for (MemoryPass& pass : passes) {
      const double seconds = time_pass(pass, x);
      if (&pass == &passes.front()) limit = seconds;
      if (i == 0) continue;  // warms the pages, the caches and the clock
      pass.seconds.push_back(seconds);
      pass.shares.push_back(limit / seconds);
    }
  }
  fmt::print(
      "x += s·z in place, {} MiB of float32, {} pinned thread{}, medians of {} alternating repetitions, CPU time\n\n",
      options.mib, options.threads, options.threads == 1 ? "" : "s", options.repeat);
  fmt::print("{:<12}{:<17}{:>8}  {:>14}\n", "pass", "instruction set", "GB/s", "share of limit");
  for (const MemoryPass& pass : passes) {
    const double bytes = 2.0 * static_cast<double>(buffer.bytes());  // read and written
    const bool limit = &pass == &passes.front();
    fmt::print("{:<12}{:<17}{:>8.1f}  {:>12.0f} %\n", pass.name, limit ? "" : name_of(pass.set),
               1e-9 * bytes / median(pass.seconds), 100 * median(pass.shares));
  }
  return exit_done;
}

}  // namespace

int bench_command(int argc, char** argv) {
  CLI::App app("Measures this machine.", "nilgrad bench");
  app.require_subcommand(1);
  PerturbOptions options;
  const auto pass_command = [&](const char* name, const char* help) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("--mib", options.mib, "size of the buffer in MiB")
        ->check(CLI::Range(1, 65536))
        ->capture_default_str();
    command->add_option("--threads", options.threads, "threads, each on a core of its own")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command->add_option("--repeat", options.repeat, "repetitions")->check(CLI::Range(1, 10000))->capture_default_str();
    return command;
  };
  pass_command("perturb", "adding a random direction in place, next to x *= s on the same buffer");
  const CLI::App* apply = pass_command("apply", "moving x by an estimate of 1, 4 or 16 directions");
  CLI::App* objective = app.add_subcommand("objective", "what an evaluation costs beside the function itself");
  int evaluations = 200000, objective_repeat = 9;
  objective->add_option("--evaluations", evaluations, "in each run")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str();
  objective->add_option("--repeat", objective_repeat, "repetitions")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  CLI::App* nlopt = app.add_subcommand("nlopt", "NLopt's methods as optimizers, next to NLopt alone");
  int dim = 10, nlopt_evaluations = 20000, nlopt_repeat = 9;
  nlopt->add_option("--dim", dim, "variables")->check(CLI::Range(2, 1000))->capture_default_str();
  nlopt->add_option("--evaluations", nlopt_evaluations, "most in each run")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str();
  nlopt->add_option("--repeat", nlopt_repeat, "repetitions")->check(CLI::Range(1, 10000))->capture_default_str();
  CLI::App* tokenizer = app.add_subcommand("tokenizer", "encoding and decoding a text, next to a hash of its bytes");
  std::string folder, text;
  int megabytes = 8, tokenizer_repeat = 9;
  tokenizer->add_option("folder", folder, "of the tokenizer's files")->required();
  tokenizer->add_option("text", text, "a file")->required();
  tokenizer->add_option("--megabytes", megabytes, "the text is repeated up to so many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  tokenizer->add_option("--repeat", tokenizer_repeat, "repetitions")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  CLI::App* mezo = app.add_subcommand("mezo", "a step of fine-tuning a language model, next to a plain forward pass");
  MezoBenchOptions mezo_options;
  mezo->add_option("--like", mezo_options.like, "the shape: opt-125m, opt-350m, opt-1.3b, …")->capture_default_str();
  mezo->add_option("--threads", mezo_options.threads, "threads")->check(CLI::Range(1, 1024))->capture_default_str();
  mezo->add_option("--repeat", mezo_options.repeat, "repetitions")->check(CLI::Range(1, 1000))->capture_default_str();
  mezo->add_option("--torch", mezo_options.torch, "a Python that has PyTorch: its public MeZO step, in the same run");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  if (*mezo) return bench_mezo(mezo_options);
  if (*tokenizer) return bench_tokenizer(folder, text, megabytes, tokenizer_repeat);
  if (*nlopt) return bench_nlopt(dim, nlopt_evaluations, nlopt_repeat);
  if (*objective) return bench_objective(evaluations, objective_repeat);
  return *apply ? bench_apply(options.mib, options.threads, options.repeat) : bench_perturb(options);
}

}  // namespace nilgrad::interpreter
