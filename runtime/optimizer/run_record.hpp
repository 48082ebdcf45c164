#pragma once
#include <memory>
#include <optional>
#include <string>

#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/optimizer/point_record.hpp"

namespace nilgrad {

/// What a journal knows an objective by: what must be the same when it is given again.
struct ObjectiveRecord {
  std::string name;
  std::size_t dim = 0;
  Bounds bounds;
  std::string definition;  ///< Objective::definition()

  static ObjectiveRecord of(const Objective& objective);
  /// Throws Error(option) that names what differs.
  void check(const Objective& given) const;
};

/// Everything that determines a run, given its values: a journal's header.
struct RunRecord {
  std::shared_ptr<const catalog::Recipe> optimizer;
  std::string optimizer_name;  ///< as results say it
  Run::Settings settings;
  PointRecord x0;
  std::optional<ObjectiveRecord> objective;  ///< none: values are told

  std::string to_json() const;
  /// Throws Error(file), beginning with the path, for a header of another version or with things that this program
  /// does not know.
  static RunRecord from_json(const std::string& header, const std::string& path);

  /// A run that has just begun.
  std::unique_ptr<Run> start(const Point& start, Run::Clock clock) const {
    return std::make_unique<Run>(optimizer->make<Optimizer>(), start, settings, std::move(clock));
  }
};

}  // namespace nilgrad
