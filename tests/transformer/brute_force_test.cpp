#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/estimator/estimate_options.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"
#include "tests/transformer/language_checkpoints.hpp"

// A language model's loss at the probes of an estimate, against the loss of weights written out.
using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

constexpr double tolerance = 1e-5;  // of values near 1, sums of float32 products in another order
constexpr std::int64_t most_probes = 160;

/// Where a probe is, in float32, as plain weights: terms are added one after another to a copy.
std::vector<NamedTensor> written_out(const LanguageObjective& f, const Probe& probe) {
  Point point;
  point.mask = probe.base->mask;
  for (const Tensor& tensor : probe.base->tensors) point.tensors.push_back(tensor.to(DType::float32).clone());
  add_terms(point, probe.terms, 1);
  const auto tensors = f.model().tensors();
  std::vector<NamedTensor> weights(tensors.begin(), tensors.end());
  for (std::size_t i = 0; i < point.tensors.size(); ++i) weights[f.trained()[i]].tensor = point.tensors[i];
  return weights;
}

double brute_force(LanguageObjective& f, const Probe& probe, std::span<const Example> examples) {
  std::vector<Example> seen;
  for (const std::size_t i : f.minibatch(probe.sample)) seen.push_back(examples[i]);
  const auto tensors = written_out(f, probe);
  return loss_of(f.settings().loss, Scorer(f.model())(BranchWeights(tensors), seen, StopToken())[0], seen);
}

/// A model, what of it is trained, and the loss.
struct Problem {
  Problem(const std::shared_ptr<Model>& model, const std::string& subset, Loss loss)
      : examples(some_examples(5)),
        f(model, settings(*model, subset, loss), examples, {}),
        name(model->name() + " " + subset) {}

  static LanguageObjective::Settings settings(Model& model, const std::string& subset, Loss loss) {
    LanguageObjective::Settings settings;
    settings.batch = 2;
    settings.loss = loss;
    settings.trained = trained_subset(model, subset);
    return settings;
  }

  std::vector<Example> examples;
  LanguageObjective f;
  std::string name;
};

Problem problem(const std::string& model, const std::string& subset, Loss loss = Loss::cross_entropy) {
  return Problem(golden_model(model), subset, loss);
}

/// Three estimates in a row, the point moved between them: the values of all probes are those of weights written out,
/// and nothing writes a weight while an estimate is made.
void check_against_brute_force(Problem p, Estimator& estimator, const std::string& what) {
  INFO(p.name << ": " << what);
  Point x = p.f.start();
  EstimateOptions options;
  options.seed = 5;
  double largest = 0;
  std::size_t compared = 0;
  for (options.step = 0; options.step < 3; ++options.step) {
    if (estimator.evaluations(x.dim(), static_cast<std::int64_t>(options.step)) > most_probes) return;
    const std::string before = fingerprint(p.f.model().tensors());
    const Estimate estimate = estimate_gradient(estimator, x, options, {}, [&](auto probes, auto values) {
      p.f.evaluate(probes, values, StopToken());
      for (std::size_t i = 0; i < probes.size(); ++i) {
        const double expected = brute_force(p.f, probes[i], p.examples);
        const double difference = std::abs(values[i] - expected) / std::max(1.0, std::abs(expected));
        largest = std::max(largest, std::isnan(difference) ? 1e9 : difference);
        ++compared;
      }
    });
    CHECK(fingerprint(p.f.model().tensors()) == before);
    REQUIRE(estimate.usable());
    add_terms(x, estimate.terms, -1e-3, Key::from(1, Purpose::rounding).at_step(options.step));
  }
  CHECK(compared > 0);
  CHECK(largest < tolerance);
}

const std::vector<std::string> models = {"opt/pre_ln", "opt/bf16", "llama/llama_gqa"};
const std::vector<std::string> subsets = {"all", "small", "sensitive", "layers.1", "norm", "lora", "prefix", "prompt"};

/// Each model with each subset; under AddressSanitizer, where that takes minutes, the first of one with each of the
/// other.
std::vector<std::pair<std::string, std::string>> pairs(const std::vector<std::string>& of,
                                                       const std::vector<std::string>& trained) {
#ifdef __SANITIZE_ADDRESS__
  constexpr bool all = false;
#else
  constexpr bool all = true;
#endif
  std::vector<std::pair<std::string, std::string>> chosen;
  for (const std::string& model : of)
    for (const std::string& subset : trained)
      if (all || model == of[0] || subset == trained[0]) chosen.emplace_back(model, subset);
  return chosen;
}

/// With h = 0.01 where there is such an option, in which a probe differs from its base by more than rounding.
std::shared_ptr<Estimator> estimator_of(const contract::Variant& variant) {
  catalog::Values values = variant.values;
  if (variant.descriptor->option("h") && !values.contains("h")) values["h"] = 0.01;
  return catalog::Recipe{variant.descriptor, values}.make<Estimator>();
}

/// An estimator drawing from each perturbation, where it has such an option and takes it.
std::vector<std::pair<std::string, std::shared_ptr<Estimator>>> estimators_of_any_perturbation() {
  std::vector<std::pair<std::string, std::shared_ptr<Estimator>>> all;
  for (const char* name : {"two_point", "hessian_aware", "es", "residual"})
    for (const auto& perturbation : contract::variants("perturbation")) {
      if (std::string(name) == "residual" && !perturbation.make<Perturbation>()->centred()) continue;
      contract::Variant variant{catalog::find("estimator", name), {{"queries", std::int64_t{2}}}};
      variant.values["perturbation"] = catalog::Recipes{
          std::make_shared<const catalog::Recipe>(catalog::Recipe{perturbation.descriptor, perturbation.values})};
      all.emplace_back(variant.to_string(), estimator_of(variant));
    }
  return all;
}

}  // namespace

TEST_CASE("values at the probes of any estimator are those of weights written out, whatever is trained",
          "[transformer]") {
  const auto check = [](const std::string& model, const std::string& subset) {
    for (const auto& variant : contract::variants("estimator"))
      check_against_brute_force(problem(model, subset), *estimator_of(variant), variant.to_string());
  };
  for (const auto& [model, subset] : pairs(models, subsets)) check(model, subset);
  for (const auto& [model, subset] :
       pairs({"opt/post_ln_350m", "llama/llama3_rope"}, {"all", "small", "layers.1", "lora", "prefix"}))
    check(model, subset);
}

TEST_CASE("values at the probes of any perturbation are those of weights written out, whatever is trained",
          "[transformer]") {
  for (const auto& [model, subset] : pairs(models, subsets))
    for (const auto& [what, estimator] : estimators_of_any_perturbation())
      check_against_brute_force(problem(model, subset), *estimator, what);
}

TEST_CASE("directions of low rank need no matrix formed: values are those of weights written out", "[transformer]") {
  for (const char* model : {"opt/pre_ln", "opt/post_ln_350m", "opt/bf16", "llama/llama_gqa"})
    for (const std::string& subset : subsets)
      for (const bool orthonormal : {false, true}) {
        if (subset == "prompt" && std::string(model) == "opt/post_ln_350m") continue;  // embeddings are projected there
        const auto low_rank =
            catalog::recipe("perturbation", "low_rank",
                            {{"rank", std::int64_t{3}}, {"every", std::int64_t{2}}, {"orthonormal", orthonormal}});
        const auto estimator = catalog::make<Estimator>("two_point", {{"queries", std::int64_t{2}},
                                                                      {"h", std::vector<double>{0.01}},
                                                                      {"perturbation", catalog::Recipes{low_rank}}});
        check_against_brute_force(problem(model, subset), *estimator, low_rank->to_string());
      }
}

TEST_CASE("every loss has the value that weights written out have", "[transformer]") {
  for (const Loss loss : {Loss::cross_entropy, Loss::language_model, Loss::accuracy, Loss::f1}) {
    check_against_brute_force(problem("opt/pre_ln", "all", loss), *catalog::make<Estimator>("es", {{"sigma", 0.05}}),
                              "es");
  }
}

TEST_CASE("values depend on neither how many probes go through the layers together nor the number of threads",
          "[transformer][threads]") {
  for (const char* model : {"opt/pre_ln", "opt/bf16", "llama/llama_gqa"})
    for (const std::string& subset : subsets)
      for (const char* perturbation : {"gaussian", "low_rank", "orthogonal"}) {
        INFO(model << " " << subset << " " << perturbation);
        Problem p = problem(model, subset);
        const auto estimator = catalog::make<Estimator>(
            "two_point", {{"queries", std::int64_t{6}},
                          {"h", std::vector<double>{0.01}},
                          {"perturbation", catalog::Recipes{catalog::recipe("perturbation", perturbation)}}});
        const Point x = p.f.start();
        const Estimate estimate = estimate_gradient(*estimator, x, {}, {}, [&](auto probes, auto values) {
          p.f.evaluate(probes, values, StopToken());
          for (const int count : {1, 2, 8}) {
            const ThreadsScope scope(count);
            std::vector<double> again(probes.size()), alone(probes.size());
            p.f.evaluate(probes, again, StopToken());
            for (std::size_t i = 0; i < probes.size(); ++i)
              p.f.evaluate(probes.subspan(i, 1), std::span(alone).subspan(i, 1), StopToken());
            CHECK(std::equal(values.begin(), values.end(), again.begin()));
            CHECK(std::equal(values.begin(), values.end(), alone.begin()));
          }
        });
        CHECK(estimate.usable());
      }
}
