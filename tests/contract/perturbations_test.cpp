#include <catch2/catch.hpp>

#include "runtime/perturbation/perturbation.hpp"
#include "runtime/tensor/buffer.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/statistics/mean.hpp"

using namespace nilgrad;

namespace {

std::vector<double> draw(Perturbation& perturbation, const Key& key, const Point& shape) {
  Point v = shape.clone();
  for (Tensor& tensor : v.tensors) tensor.fill(0);
  Directions directions;
  perturbation.draw(key, 1, shape, directions);
  add_terms(v, directions[0], 1);
  return numbers_of(v);
}

}  // namespace

TEST_CASE("E[v vᵀ] = δ I: every moment within 5 standard errors of 20,000 draws") {
  // Two tensors, so that an error in where a tensor starts shows. 15 moments a distribution: 5 standard errors are
  // passed by chance once in 10^5 runs of this test with other seeds.
  const Point shape = point_of_sizes({3, 2});
  for (const auto& variant : contract::variants("perturbation")) {
    INFO(variant.to_string());
    const auto perturbation = variant.make<Perturbation>();
    const Key key = Key::from(20, Purpose::direction);
    Mean moment[5][5];
    for (std::uint32_t query = 0; query < 20000; ++query) {
      const auto v = draw(*perturbation, key.query(query), shape);
      for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j <= i; ++j) moment[i][j].add(v[i] * v[j]);
    }
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        const double expected = i == j ? perturbation->delta(5) : 0;
        INFO("moment " << i << ", " << j << ": " << moment[i][j].value() << " ± " << moment[i][j].error());
        CHECK(moment[i][j].agrees_with(expected));
      }
  }
}

TEST_CASE("a key has one direction; other seeds, steps, rounds and queries have others") {
  const Point shape = point_of_sizes({300});
  for (const auto& variant : contract::variants("perturbation")) {
    INFO(variant.to_string());
    const auto perturbation = variant.make<Perturbation>();
    const Key key = Key::from(1, Purpose::direction);
    const auto v = draw(*perturbation, key, shape);
    CHECK(draw(*variant.make<Perturbation>(), key, shape) == v);
    for (const Key& other : {Key::from(2, Purpose::direction), Key::from(1, Purpose::direction, 1),
                             Key::from(1, Purpose::draw), key.at_step(1), key.round(1), key.query(1)})
      CHECK(draw(*perturbation, other, shape) != v);
  }
}

TEST_CASE("a perturbation keeps between draws as many bytes as its memory says") {
  const Point shape = point_of_sizes({6400, 64});
  for (const auto& variant : contract::variants("perturbation")) {
    INFO(variant.to_string());
    const auto perturbation = variant.make<Perturbation>();
    const std::size_t live = live_buffer_bytes();
    for (std::uint32_t query = 0; query < 3; ++query)
      draw(*perturbation, Key::from(1, Purpose::direction).query(query), shape);
    const auto kept = static_cast<std::int64_t>(live_buffer_bytes() - live);
    CHECK(kept >= perturbation->memory(shape));
    CHECK(kept <= perturbation->memory(shape) + 128);  // a line in front of the elements, and what fills their last one
  }
}
