#include "runtime/optimizer/choice.hpp"

#include <catch2/catch.hpp>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/descriptor.hpp"

using namespace nilgrad;

TEST_CASE("up to a hundred coordinates (1+1) is chosen, above them a falling adam") {
  CHECK(choose_optimizer(1, {}, true).optimizer->to_string() == "ng.optimizer.one_plus_one()");
  CHECK(choose_optimizer(100, {}, false).optimizer->to_string() == "ng.optimizer.one_plus_one()");
  CHECK(choose_optimizer(100, {}, true).why == "chosen for dimension 100 ≤ 100");
  CHECK(choose_optimizer(101, {}, true).why == "chosen for dimension 101 > 100");
  CHECK(choose_optimizer(101, {}, true).optimizer->to_string() ==
        "ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), "
        "queries = 8 }, update = ng.update.adam { lr = ng.schedule.cosine { from = 0.02, to = 0.0002 } } }");
}

TEST_CASE("the rate chosen is 2 % of the narrowest interval") {
  Bounds bounds{{0}, std::vector<double>(200, 50.0)};
  bounds.upper[7] = 10;
  CHECK(choose_optimizer(200, bounds, true).optimizer->to_string().find("from = 0.2,") != std::string::npos);
  CHECK(choose_optimizer(200, {{0}, {}}, true).optimizer->to_string().find("from = 0.02,") != std::string::npos);
}

TEST_CASE("a run of unknown length is given a rate that needs none") {
  const Choice choice = choose_optimizer(200, {}, false);
  CHECK(choice.optimizer->to_string().find("ng.schedule.inverse_sqrt { from = 0.02 }") != std::string::npos);
  CHECK_NOTHROW(choice.optimizer->make<Optimizer>());
}
