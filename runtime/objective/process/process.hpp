#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/objective/process/pool.hpp"

namespace nilgrad {

/// A program of the user's as an objective: `command` is started once or several times and asked for values in JSON
/// lines (docs/process_objectives.md).
class ProcessObjective final : public Objective {
 public:
  struct Options {
    std::variant<std::string, std::vector<std::string>> command;  ///< a text alone is for sh -c
    std::int64_t dim = 0;
    std::int64_t workers = 1;
    std::vector<double> lower, upper;
    std::optional<std::string> name;
    std::optional<double> timeout;
    double startup = 30;
    std::int64_t retries = 1;
    std::optional<std::int64_t> batch;
  };

  /// Starts nothing yet.
  explicit ProcessObjective(const Options& options);

  std::string name() const override { return name_; }
  std::size_t dim() const override { return dim_; }
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) override;
  void evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                     const Finished& finished) override;
  void set_workers(int count) override { pool_.set_workers(count); }
  int workers() const override { return pool_.workers(); }

  const ProcessPool::Incidents& incidents() const { return pool_.incidents(); }

 private:
  std::string name_;
  std::size_t dim_;
  ProcessPool pool_;
};

}  // namespace nilgrad
