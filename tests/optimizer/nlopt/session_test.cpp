#include "runtime/optimizer/nlopt/session.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {

constexpr nlopt_algorithm all[] = {NLOPT_LN_NELDERMEAD, NLOPT_LN_COBYLA, NLOPT_LN_BOBYQA,
                                   NLOPT_LN_NEWUOA,     NLOPT_GN_DIRECT, NLOPT_GN_CRS2_LM};

NloptProblem problem(nlopt_algorithm algorithm, std::uint64_t seed = 1) {
  NloptProblem problem;
  problem.algorithm = algorithm;
  problem.start = {1, 2, 3};
  const double bound = algorithm == NLOPT_LN_NEWUOA ? HUGE_VAL : 5;
  problem.lower = {-bound, -bound, -bound};
  problem.upper = {bound, bound, bound};
  if (algorithm == NLOPT_GN_CRS2_LM) problem.seed = seed;
  return problem;
}

/// Tells a session the value of its point and goes on; notes the point.
bool advance(NloptSession& session, std::vector<std::vector<double>>& points) {
  points.emplace_back(session.point().begin(), session.point().end());
  return session.tell(sum_of_squares(points.back()));
}

std::vector<std::vector<double>> points_of(const NloptProblem& problem, int count) {
  NloptSession session(problem);
  std::vector<std::vector<double>> points;
  bool more = session.begin();
  for (int i = 0; i < count && more; ++i) more = advance(session, points);
  return points;
}

}  // namespace

TEST_CASE("a session of NLopt can be dropped before its start and at any point after it") {
  for (const nlopt_algorithm algorithm : all)
    for (const int count : {-1, 0, 1, 2, 3, 5, 8, 30, 100}) {
      INFO(nlopt_algorithm_to_string(algorithm) << " after " << count);
      if (count < 0)
        CHECK_NOTHROW(NloptSession(problem(algorithm)));
      else
        CHECK_NOTHROW(points_of(problem(algorithm), count));
    }
}

TEST_CASE("sessions that take turns see the same points as alone, random ones by their seeds") {
  for (const nlopt_algorithm algorithm : all) {
    INFO(nlopt_algorithm_to_string(algorithm));
    const auto alone = points_of(problem(algorithm, 1), 60), other = points_of(problem(algorithm, 2), 60);
    NloptSession a(problem(algorithm, 1)), b(problem(algorithm, 2));
    std::vector<std::vector<double>> of_a, of_b;
    bool more_a = a.begin(), more_b = b.begin();
    for (int i = 0; i < 60; ++i) {
      if (more_a) more_a = advance(a, of_a);
      if (more_b && i % 3 > 0) more_b = advance(b, of_b);
    }
    CHECK(of_a == alone);
    CHECK(std::equal(of_b.begin(), of_b.end(), other.begin()));
    CHECK((alone == other) == (algorithm != NLOPT_GN_CRS2_LM));
  }
}

TEST_CASE("a session begins where it is told, but for DIRECT, which begins in the middle") {
  for (const nlopt_algorithm algorithm : all)
    CHECK((points_of(problem(algorithm), 1)[0] == std::vector<double>{1, 2, 3}) == (algorithm != NLOPT_GN_DIRECT));
}
