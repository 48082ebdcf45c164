#pragma once
#include <nlopt.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/algorithm/fiber.hpp"

namespace nilgrad {

/// What NLopt is told of a search, in variables whose first steps are 1.
struct NloptProblem {
  nlopt_algorithm algorithm = NLOPT_LN_NELDERMEAD;
  std::vector<double> start, lower, upper;
  double xtol = 0;                    ///< of the first steps; 0: never
  double ftol = 0;                    ///< in values; 0: never
  unsigned population = 0;            ///< 0: the method's own
  std::optional<std::uint64_t> seed;  ///< of the methods that draw random numbers
};

/// NLopt turned around: it calls back for values, here one asks it for points. The search runs on a fiber that is left
/// in the middle of the callback. Destroying a session stops the search and brings the fiber to its end, so that NLopt
/// gives back what it holds; no exception passes through its frames.
///
/// NLopt's random numbers come from a state of the thread. A session seeds it when it begins, and where another session
/// has drawn from it since, begins anew on a fresh fiber and answers from the values it was told before: so the points
/// depend on seed and values alone, at a cost that only interleaved random searches have.
class NloptSession {
 public:
  explicit NloptSession(NloptProblem problem);
  ~NloptSession();
  NloptSession(const NloptSession&) = delete;
  NloptSession& operator=(const NloptSession&) = delete;

  /// Runs to the first point wanted, then with its value to the next. False when the search is over.
  bool begin();
  bool tell(double value);

  /// The point that waits for its value.
  std::span<const double> point() const { return {wanted_, problem_.start.size()}; }
  /// Why the search is over: "xtol", "ftol", "converged", "roundoff", or "failed: …" with NLopt's own words.
  std::string reason() const;

 private:
  struct Destroy {
    void operator()(nlopt_opt options) const { nlopt_destroy(options); }
  };
  static double answer(unsigned n, const double* x, double* gradient, void* session);
  void make();
  bool resume();
  void end();
  bool owns_random_state() const;

  NloptProblem problem_;
  std::unique_ptr<nlopt_opt_s, Destroy> options_;
  std::unique_ptr<Fiber> fiber_;
  std::vector<double> x_;
  const double* wanted_ = nullptr;
  double value_ = 0, best_ = 0;
  std::vector<double> told_;  // of a random search, to begin anew with
  bool ending_ = false;
  nlopt_result result_ = NLOPT_FAILURE;
  std::uint64_t id_;
  const std::uint64_t* home_ = nullptr;  // the thread's record of who drew last
};

}  // namespace nilgrad
