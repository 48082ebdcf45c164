#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

/// A start point as journals keep it: its numbers where they are few or all alike, else a checksum by which the point
/// is known when it is had again, from the objective or from the user.
class PointRecord {
 public:
  static constexpr std::size_t most_numbers = 65536;  ///< of a tensor that is written out

  static PointRecord of(const Point& point);
  /// The checksum of a few thousand bytes of each tensor: of an objective's own point, which its definition tells from
  /// others, and this from what a run has moved it to.
  static PointRecord of_sample(const Point& point);
  static PointRecord from_json(const nlohmann::json& json);
  nlohmann::json to_json() const;

  std::size_t dim() const;
  /// Whether the numbers are here.
  bool complete() const;
  /// A point of these numbers: `given`, which becomes that, or a new one. Where the numbers are not here, `given` must
  /// hold them. Throws Error(option) when it is none or another.
  Point make(const std::optional<Point>& given) const;
  /// Whether the tensors have the shapes and dtypes recorded.
  bool fits(const Point& point) const;
  /// "float32 [3, 4]"
  std::string form() const;

 private:
  struct TensorRecord {
    Shape shape;
    DType dtype;
    std::string bits;        // hexadecimal, of every element or of one for all; empty: only the checksum is kept
    std::uint32_t checksum;  // CRC-32 of the elements
    bool sample = false;     // of some of them
  };
  std::vector<TensorRecord> tensors_;
};

}  // namespace nilgrad
