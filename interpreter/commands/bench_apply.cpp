#include "interpreter/commands/bench_apply.hpp"

#include <fmt/core.h>

#include <functional>
#include <string>
#include <vector>

#include "interpreter/commands/measure.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t block = std::size_t{1} << 18;  // elements a thread takes at a time

struct Pass {
  std::string name;
  int directions;
  std::function<void()> body;
  std::vector<double> seconds;
  std::vector<double> of_scale;     // this pass / x *= s in the same repetition
  std::vector<double> of_gaussian;  // a direction of it / the in-place Gaussian
};

void in_place(std::span<float> x, const std::function<void(std::size_t, std::span<float>)>& body) {
  parallel_for(x.size(), block,
               [&](std::size_t begin, std::size_t end) { body(begin, x.subspan(begin, end - begin)); });
}

Pass apply_pass(const std::string& perturbation, std::uint32_t queries, const Point& x) {
  const auto distribution = catalog::make<Perturbation>(perturbation);
  Directions directions;
  distribution->draw(Key::from(1, Purpose::direction), queries, x, directions);
  std::vector<Term> terms;
  for (std::size_t j = 0; j < directions.size(); ++j)
    for (const Term& term : directions[j]) terms.push_back({1e-3 * term.scale, term.direction});
  return {fmt::format("apply {}, q = {}", perturbation, queries),
          static_cast<int>(queries),
          [target = x, terms, distribution]() mutable { add_terms(target, terms, -1); },
          {},
          {},
          {}};
}

std::vector<Pass> passes_over(const Point& x) {
  const std::span<float> elements = x.tensors[0].as<float>();
  const Key key = Key::from(1, Purpose::direction);
  std::vector<Pass> passes;
  const auto scale = [=] {
    in_place(elements, [](std::size_t, std::span<float> part) {
      volatile float opaque = 0.9999f;
      const float factor = opaque;
      for (float& element : part) element *= factor;
    });
  };
  const auto gaussian = [=] {
    in_place(elements, [&](std::size_t first, std::span<float> part) { add_gaussian(key, 0, first, 1e-3, part); });
  };
  passes.push_back({"x *= s", 1, scale, {}, {}, {}});
  passes.push_back({"gaussian in place", 1, gaussian, {}, {}, {}});
  for (const char* perturbation : {"gaussian", "rademacher"})
    for (const std::uint32_t queries : {1u, 4u, 16u}) passes.push_back(apply_pass(perturbation, queries, x));
  return passes;
}

}  // namespace

int bench_apply(std::size_t mib, int thread_count, int repeat) {
  set_threads(thread_count, Pinning::on);
  const Point x(Tensor({static_cast<std::int64_t>((mib << 20) / sizeof(float))}, DType::float32));
  std::vector<Pass> passes = passes_over(x);
  for (int i = 0; i <= repeat; ++i) {
    std::vector<double> seconds;
    for (const Pass& pass : passes) {
      const double start = process_seconds();
      pass.body();
      seconds.push_back((process_seconds() - start) / threads());
    }
    for (std::size_t p = 0; i > 0 && p < passes.size(); ++p) {  // the first repetition warms the pages and the clock
      passes[p].seconds.push_back(seconds[p]);
      passes[p].of_scale.push_back(seconds[p] / seconds[0]);
      passes[p].of_gaussian.push_back(seconds[p] / passes[p].directions / seconds[1]);
    }
  }
  fmt::print(
      "x += Σ c_j v_j in place, {} MiB of float32, {} pinned thread{}, medians of {} alternating repetitions, CPU "
      "time\n\n",
      mib, thread_count, thread_count == 1 ? "" : "s", repeat);
  fmt::print("{:<26}{:>8}{:>16}{:>32}\n", "pass", "ms", "times x *= s", "a direction, of gaussian in place");
  for (const Pass& pass : passes)
    fmt::print("{:<26}{:>8.1f}{:>16.2f}{:>32.2f}\n", pass.name, 1e3 * median(pass.seconds), median(pass.of_scale),
               median(pass.of_gaussian));
  return exit_done;
}

}  // namespace nilgrad::interpreter
