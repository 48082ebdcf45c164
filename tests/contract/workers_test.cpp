#include <catch2/catch.hpp>
#include <cstring>

#include "runtime/algorithm/objective.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

/// The values of 37 points around the start, along keyed directions.
std::vector<double> values_of(Objective& objective, DType dtype) {
  constexpr std::size_t count = 37;
  const Point base = point_of(numbers_of(objective.start()), dtype);
  const auto gaussian = catalog::make<Perturbation>("gaussian");
  Directions directions;
  gaussian->draw(Key::from(7, Purpose::direction), count, base, directions);
  std::vector<std::vector<Term>> terms(count);
  std::vector<Probe> probes;
  for (std::size_t i = 0; i < count; ++i) {
    for (const Term& term : directions[i]) terms[i].push_back({0.1 * term.scale, term.direction});
    probes.push_back({&base, terms[i], nullptr, {}});
  }
  std::vector<double> values(count);
  objective.evaluate(probes, values, {});
  return values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("an objective's values have the same bits for any number of workers, or it refuses several", "[threads]") {
  const ThreadsScope scope(8);
  auto variants = contract::variants("objective");
  variants.push_back(
      {catalog::find("objective", "rastrigin"), {{"dim", std::int64_t{9}}, {"rotation", std::int64_t{3}}}});
  for (const auto& variant : variants) {
    if (!contract::required_values(*variant.descriptor).empty()) continue;  // those of other rooms: a model, a process
    INFO(variant.to_string());
    const auto objective = variant.make<Objective>();
    const auto* vector = dynamic_cast<const VectorObjective*>(objective.get());
    if (!vector || !vector->thread_safe()) {
      CHECK_THROWS_WITH(objective->set_workers(2), Catch::Contains("option 'workers' is 2, but " + objective->name()));
      continue;
    }
    for (const DType dtype : {DType::float64, DType::float32}) {
      const auto alone = values_of(*objective, dtype);
      for (const int count : {1, 2, 8}) {
        const WorkersScope workers(*objective, count);
        CHECK(objective->workers() == count);
        CHECK(same_bits(values_of(*objective, dtype), alone));
      }
      CHECK(objective->workers() == 1);
    }
  }
}
