#pragma once
#include <span>
#include <string>

#include "runtime/algorithm/coordinates.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad {

/// What is minimized: takes many probes at once, gives many values. Its bounds are those of a run that is given no
/// others, side by side: a run may replace the lower ones alone.
class Objective {
 public:
  static constexpr const char* kind = "objective";
  virtual ~Objective() = default;

  virtual std::string name() const = 0;
  virtual std::size_t dim() const = 0;
  const Bounds& bounds() const { return bounds_; }
  void set_bounds(Bounds bounds);

  /// Where a run begins unless told: the middle of finite bounds, else 0.
  virtual Point start() const;

  /// values[i] ← f(probes[i]). Non-finite values are passed on as they are. Polls `stop` between evaluations and throws
  /// Error(interrupted); whatever else the function throws comes through.
  virtual void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) = 0;

 protected:
  /// Throws Error(shape) unless the probe is of one tensor of dim() numbers.
  void check_is_vector(const Probe& probe) const;

 private:
  Bounds bounds_;
};

/// The default: materialises each point and calls value().
class VectorObjective : public Objective {
 public:
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) final;
  virtual double value(std::span<const double> x) = 0;

 private:
  Coordinates coordinates_;
};

}  // namespace nilgrad
