#include "runtime/optimizer/cmaes/constants.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad::cmaes;

TEST_CASE("the population is 4 + 3 ln n, rounded down") {
  CHECK(default_population(1) == 4);
  CHECK(default_population(2) == 6);
  CHECK(default_population(10) == 10);
  CHECK(default_population(40) == 15);
}

TEST_CASE("the constants of CMA-ES in ten dimensions are those of the tutorial's table") {
  // Worked out by hand from table 1 for n = 10, λ = 10.
  const Constants c = Constants::of(10, 10);
  CHECK(c.mu == 5);
  CHECK(c.mu_eff == Approx(3.1673).epsilon(1e-4));
  CHECK(c.c_sigma == Approx(5.1673 / 18.1673).epsilon(1e-4));
  CHECK(c.d_sigma == Approx(1 + c.c_sigma));
  CHECK(c.c_c == Approx(4.31673 / 14.63346).epsilon(1e-4));
  CHECK(c.c_1 == Approx(2 / (127.69 + 3.1673)).epsilon(1e-4));
  CHECK(c.c_mu == Approx(2 * (3.1673 - 2 + 1 / 3.1673) / (144 + 3.1673)).epsilon(1e-4));
  CHECK(c.chi_n == Approx(3.08473).epsilon(1e-5));
}

TEST_CASE("weights fall; the positive ones add up to 1, the negative ones to what their update can bear") {
  for (const Index n : {1, 2, 5, 40, 300})
    for (const Index lambda : {4, 5, 10, 101}) {
      const Constants c = Constants::of(n, lambda);
      for (Index i = 1; i < lambda; ++i) CHECK(c.weights[i] <= c.weights[i - 1]);
      CHECK(c.weights.head(c.mu).sum() == Approx(1));
      CHECK(c.weights.head(c.mu).minCoeff() > 0);
      CHECK(c.weights.tail(lambda - c.mu).maxCoeff() <= 0);
      const double negative = -c.weights.tail(lambda - c.mu).sum();
      CHECK(negative <= (1 + c.c_1 / c.c_mu) * (1 + 1e-12));
      CHECK(negative * c.c_mu * static_cast<double>(n) <= (1 - c.c_1 - c.c_mu) * (1 + 1e-12));
      CHECK(c.c_1 + c.c_mu <= 1);
    }
}
