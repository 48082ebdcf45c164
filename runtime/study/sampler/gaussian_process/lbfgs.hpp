#pragma once
#include <Eigen/Core>
#include <functional>

namespace nilgrad::study {

/// A smooth function: its value at x, and its gradient into the second.
using SmoothFunction = std::function<double(const Eigen::VectorXd&, Eigen::VectorXd&)>;

/// L-BFGS (Liu & Nocedal 1989) with a backtracking line search; a value that is not finite counts as a step too long.
/// Moves x to the best point found and returns its value.
double lbfgs_minimize(const SmoothFunction& function, Eigen::VectorXd& x, int iterations, double tolerance = 1e-4);

}  // namespace nilgrad::study
