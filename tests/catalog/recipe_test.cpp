#include <catch2/catch.hpp>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/update/update.hpp"

using namespace nilgrad;
using namespace nilgrad::catalog;

TEST_CASE("values print as they are written in a script") {
  CHECK(to_string(Value(true)) == "true");
  CHECK(to_string(Value(std::int64_t{-3})) == "-3");
  CHECK(to_string(Value(1e-3)) == "0.001");
  CHECK(to_string(Value(std::string("left"))) == "'left'");
  CHECK(to_string(Value(std::vector<double>{1, 2.5})) == "{ 1, 2.5 }");
  CHECK(to_string(Value(std::vector<double>(9, 0.0))) == "{ 0, 0, 0, 0, 0, 0, … 9 values }");
  CHECK(to_string(Value(Opaque{"model"})) == "a model");
}

TEST_CASE("a long text is cut between characters") {
  std::string text(59, 'x');
  for (int i = 0; i < 10; ++i) text += "é";
  const std::string shown = to_string(Value(text));
  CHECK(shown == "'" + std::string(59, 'x') + "…' (79 bytes)");
}

TEST_CASE("a recipe prints as the expression that makes it") {
  const auto sphere = recipe("perturbation", "sphere", {{"normalized", true}});
  const auto estimator =
      recipe("estimator", "two_point", {{"queries", std::int64_t{8}}, {"perturbation", Recipes{sphere}}});
  CHECK(estimator->to_string() ==
        "ng.estimator.two_point { perturbation = ng.perturbation.sphere { normalized = true }, queries = 8 }");
  CHECK(recipe("perturbation", "gaussian")->to_string() == "ng.perturbation.gaussian()");
}

TEST_CASE("every make gives a thing of its own") {
  const auto adam = recipe("update", "adam");
  CHECK(adam->make<Update>() != adam->make<Update>());
}

TEST_CASE("a recipe of one kind makes no thing of another") {
  CHECK_THROWS_WITH(recipe("update", "adam")->make<Perturbation>(), "expected a perturbation, got ng.update.adam");
}

TEST_CASE("a recipe is checked when it is written") {
  CHECK_THROWS_WITH(recipe("update", "adma"), "there is no update named 'adma'");
  CHECK_THROWS_AS(recipe("update", "adam", {{"beta1", 2.0}}), Error);
}

TEST_CASE("a path is described once, and references to descriptors stay valid") {
  const Descriptor* gaussian = find("perturbation", "gaussian");
  REQUIRE(gaussian);
  CHECK(gaussian->path() == "ng.perturbation.gaussian");
  CHECK(find("function", "minimize")->path() == "ng.minimize");
  Descriptor described_again = *gaussian;
  CHECK_THROWS_WITH(add(described_again), "ng.perturbation.gaussian is described twice");
  CHECK(find("perturbation", "no such") == nullptr);
}
