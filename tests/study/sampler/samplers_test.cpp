#include <catch2/catch.hpp>
#include <cmath>

#include "tests/study/sampler/trying.hpp"

// What must hold for every sampler of the catalog.

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const auto& entry : catalog::entries())
    if (entry.kind == "sampler") names.push_back(entry.name);
  return names;
}

/// Conditional, mixed, failing in a corner, with a minimum inside.
double mixed(Trying::Asking& trial) {
  const double x = trial.real("x", -2, 2), lr = trial.real("lr", 1e-5, 1, true);
  const auto n = static_cast<double>(trial.integer("n", 1, 20));
  const auto order = std::get<std::vector<std::int64_t>>(trial.ask("order", Domain::permutation(4)));
  double value = (x - 0.5) * (x - 0.5) + std::pow(std::log10(lr) + 3, 2) / 4 + std::abs(n - 7) / 10 +
                 static_cast<double>(std::abs(order[0] - 3)) / 4;
  if (trial.choice("kind", {"plain", "deep", "wide"}) == "deep")
    value += trial.real("depth", 0, 1) - 0.5;
  else
    value += static_cast<double>(trial.integer("width", 1, 1000, true)) / 2000;
  return x > 1.5 ? NAN : value;
}

double corners(Trying::Asking& trial) {
  const double wide = std::log(trial.real("wide", 1e-300, 1e300, true)) / 1000;
  const double single = trial.real("single", 3, 3) + trial.real("single_log", 2, 2, true);
  const auto one = static_cast<double>(trial.integer("one", -4, -4) + trial.integer("one_log", 5, 5, true));
  const auto two = static_cast<double>(trial.integer("two", 0, 1));
  const auto huge = static_cast<double>(trial.integer("huge", -(1LL << 53), 1LL << 53)) / 1e16;
  const auto huge_log = std::log(static_cast<double>(trial.integer("huge_log", 1, 1LL << 53, true))) / 40;
  const double step = std::get<double>(trial.ask("step", Domain::real(0, 1, false, 0.3)));
  const double narrow = trial.real("narrow", 1, 1 + 1e-15);
  const bool flag = std::get<bool>(trial.ask("flag", Domain::choice({false, true})));
  const auto none = trial.choice("none", {"only"}).size();
  trial.ask("alone", Domain::permutation(1));
  trial.ask("pair", Domain::permutation(2));
  trial.ask("tall", Domain::integer(0, 1'000'000, false, 250'000));
  return wide + single + one + two + huge + huge_log + step + narrow + (flag ? 1 : 0) + static_cast<double>(none);
}

bool same_trials(const History& a, const History& b) {
  for (std::size_t n = 0; n < a.trials().size(); ++n) {
    if (a.trials()[n].parameters.size() != b.trials()[n].parameters.size()) return false;
    for (const Parameter& parameter : a.trials()[n].parameters)
      if (const Parameter* other = b.trials()[n].parameter(parameter.name); !other || other->value != parameter.value)
        return false;
  }
  return a.trials().size() == b.trials().size();
}

}  // namespace

TEST_CASE("samplers stay in domains of one value, of two, of no width and of all there is") {
  for (const auto& name : sampler_names()) {
    INFO(name);
    if (name == "grid") continue;  // too large for one, and says so
    Trying study(name, 1);
    study.run(corners, 40, 3);
    CHECK(study.history.finished().size() == 40);
  }
}

TEST_CASE("a sampler is a function of the history: the same again, and from an instance that sees all of it at once") {
  for (const auto& name : sampler_names())
    for (const std::size_t workers : {1, 4}) {
      INFO(name << " with " << workers << " trials at a time");
      Trying study(name, 3), twin(name, 3);
      study.run(mixed, 70, workers);
      twin.run(mixed, 70, workers);
      CHECK(same_trials(study.history, twin.history));
      for (const std::int64_t retry : {0, 1}) {
        const Turn turn{study.history, 70, retry};
        const auto fresh = catalog::make<Sampler>(name);
        const Proposal grown = study.sampler->propose(turn), whole = fresh->propose(turn);
        CHECK(grown.values == whole.values);
        CHECK(grown.source == whole.source);
        CHECK(study.sampler->draw(turn, "x", Domain::real(-2, 2)) == fresh->draw(turn, "x", Domain::real(-2, 2)));
        CHECK(study.sampler->propose(turn).values == grown.values);
      }
    }
}

TEST_CASE("the seed tells one study's trials from another's") {
  for (const auto& name : sampler_names()) {
    INFO(name);
    Trying study(name, 1), other(name, 2);
    study.run(mixed, 5);
    other.run(mixed, 5);
    CHECK_FALSE(same_trials(study.history, other.history));
  }
}

TEST_CASE("the order in which a trial asks for its parameters changes nothing") {
  for (const auto& name : sampler_names()) {
    if (name == "sobol") continue;  // there it gives the dimensions
    INFO(name);
    Trying study(name, 1), turned(name, 1);
    study.run([](auto& t) { return std::pow(t.real("a", 0, 1), 2) + (t.choice("c", {"p", "q"}) == "p" ? 0 : 1); }, 40);
    turned.run(
        [](auto& t) {
          const double c = t.choice("c", {"p", "q"}) == "p" ? 0 : 1;
          return std::pow(t.real("a", 0, 1), 2) + c;
        },
        40);
    CHECK(same_trials(study.history, turned.history));
  }
}

TEST_CASE("maximizing the negative is the same search") {
  for (const auto& name : sampler_names()) {
    INFO(name);
    Trying study(name, 1), turned(catalog::make<Sampler>(name), 1, {true});
    study.run(mixed, 40);
    turned.run([](auto& t) { return -mixed(t); }, 40);
    CHECK(same_trials(study.history, turned.history));
  }
}

TEST_CASE("samplers live with trials that all fail, are pruned, or never end") {
  for (const auto& name : sampler_names()) {
    INFO(name);
    Trying failing(name, 1), pruned(name, 1), endless(name, 1);
    failing.run(
        [](auto& t) {
          mixed(t);
          return NAN;
        },
        30);
    CHECK(failing.history.finished().size() == 30);
    for (int n = 0; n < 30; ++n) {
      auto trial = pruned.begin();
      trial.trial.reports = {{n % 3, mixed(trial)}};
      pruned.end(trial, {}, n % 2 == 0 ? State::pruned : State::failed);
    }
    CHECK(pruned.history.finished().size() == 30);
    endless.run(mixed, 30, 31);
    CHECK(endless.history.trials().size() == 30);
  }
}

TEST_CASE("samplers keep to the study's constraints, within a few retries") {
  for (const auto& name : sampler_names()) {
    INFO(name);
    Trying study(name, 1);
    study.allowed = [](const Given& values) {
      const auto a = values.find("a"), b = values.find("b");
      return a == values.end() || b == values.end() || std::get<double>(a->second) + std::get<double>(b->second) <= 1;
    };
    study.sampler->set_allowed(study.allowed);
    int proposed = 0;
    for (int n = 0; n < 60; ++n) {
      auto trial = study.begin();
      CHECK(trial.retry < 60);
      CHECK(study.allowed(trial.proposal.values));
      proposed += trial.proposal.values.contains("a") ? 1 : 0;
      study.end(trial, {std::pow(trial.real("a", 0, 1) - 1, 2) + std::pow(trial.real("b", 0, 1) - 1, 2)});
    }
    CHECK((proposed > 0 || name == "random" || name == "lhs" || name == "sobol"));
  }
}
