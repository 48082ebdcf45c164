#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "runtime/algorithm/coordinates.hpp"
#include "runtime/algorithm/figure.hpp"
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

  /// Told of values as soon as they are there: those of probes `first`, `first` + 1, … By one thread at a time.
  using Finished = std::function<void(std::size_t first, std::span<const double> values)>;

  /// The same, telling of values when they are finished, in any order and each once: what a journal must not lose while
  /// the others take their time. Those made as one batch are told as one. Values that `finished` was not told of are
  /// there at the end.
  virtual void evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                             const Finished& finished);

  /// Judges a point by other numbers than what is minimized (an accuracy on examples held out): what a run asks for
  /// every so many steps, outside its budget. At least one, the same names each time; the run's best step goes by the
  /// first, which is better where it is smaller, or greater in a run that maximizes. The default is "value", f(x).
  virtual std::vector<Figure> assess(const Point& x, const StopToken& stop);

  /// Whether start() gives the objective's own point, of any tensors, which a run is to move in place: one so large
  /// that nobody copies, scans or writes it down. A journal knows it by definition(), and start() gives it again as it
  /// was at the beginning only of an objective made afresh.
  virtual bool moves_own_point() const { return false; }
  /// A run is about to begin where its own point is now, which definition() is to say: not one that goes on.
  virtual void begins() {}

  /// How many evaluations of a request may go on at once; values do not depend on it. Throws Error(option) for more
  /// than one where it cannot.
  virtual void set_workers(int count);
  virtual int workers() const { return 1; }

  /// What it was made from, as a text by which a journal knows it again; empty where nothing more can be said than its
  /// name, dimension and bounds.
  /// Of an objective that moves its own point it tells where that is now, and may take as long as reading it.
  virtual std::string definition() const { return definition_; }
  void set_definition(std::string definition) { definition_ = std::move(definition); }

 protected:
  /// Throws Error(shape) unless the probe is of one tensor of dim() numbers.
  void check_is_vector(const Probe& probe) const;

 private:
  Bounds bounds_;
  std::string definition_;
};

/// The default: materialises each point and calls value(). A large separable one reads its probes tile by tile instead:
/// nothing of the point's size is stored.
class VectorObjective : public Objective {
 public:
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) final;
  void evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                     const Finished& finished) final;
  virtual double value(std::span<const double> x) = 0;
  /// Whether value() may be called by several threads at once, as it may where it changes nothing: then workers are
  /// threads, no more than nilgrad uses (tensor/parallel.hpp).
  virtual bool thread_safe() const { return false; }
  void set_workers(int count) override;
  int workers() const override { return static_cast<int>(coordinates_.size()); }

  /// Whether the value is a sum over coordinates, which sum_of_run gives for those from `first` on; called by several
  /// threads at a time.
  virtual bool separable() const { return false; }
  virtual double sum_of_run(std::size_t first, std::span<const double> x) const {
    (void)first;
    (void)x;
    return 0;
  }

 private:
  bool by_tiles() const { return separable() && dim() > largest_chunk; }
  double value_by_tiles(const Probe& probe) const;
  void evaluate_on_threads(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                           const Finished& finished);

  std::vector<Coordinates> coordinates_ = std::vector<Coordinates>(1);  // one a worker
};

/// An objective with another number of workers for as long as this lives.
class WorkersScope {
 public:
  WorkersScope(Objective& objective, int count) : objective_(objective), before_(objective.workers()) {
    objective.set_workers(count);
  }
  ~WorkersScope() { objective_.set_workers(before_); }
  WorkersScope(const WorkersScope&) = delete;
  WorkersScope& operator=(const WorkersScope&) = delete;

 private:
  Objective& objective_;
  int before_;
};

}  // namespace nilgrad
