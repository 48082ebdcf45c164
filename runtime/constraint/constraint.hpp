#pragma once
#include "runtime/algorithm/point.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// Keeps the iterate where it may be. (The points an objective sees are kept by its bounds.)
class Constraint {
 public:
  static constexpr const char* kind = "constraint";
  virtual ~Constraint() = default;
  /// x ← the nearest allowed point. `start` is where the run began.
  virtual void project(Point& x, const Point& start) const = 0;
  /// Whether each coordinate is projected by itself. Then the nearest allowed point is the same in every norm that
  /// weighs the coordinates differently.
  virtual bool separable() const { return false; }
};

/// The centre of a ball: given numbers (one for all coordinates alike) or the point where the run began.
struct Centre {
  std::vector<double> numbers{0.0};
  bool at_start = false;

  /// The i-th coordinate, a flat index. Throws nothing: check() comes first.
  double at(std::size_t i) const { return numbers.size() == 1 ? numbers[0] : numbers[i]; }
  /// Throws Error(option) when the count of numbers is neither 1 nor that of x.
  void check(const Point& x) const;
};

/// f(element reference, centre's coordinate) over all elements in order.
template <class F>
void for_each_from_centre(Point& x, const Point& start, const Centre& centre, const F& f) {
  std::size_t flat = 0;
  for (std::size_t t = 0; t < x.tensors.size(); ++t)
    x.tensors[t].visit([&](auto elements) {
      using T = typename decltype(elements)::value_type;
      if (centre.at_start) {
        const auto origin = start.tensors[t].template as<T>();
        for (std::size_t i = 0; i < elements.size(); ++i) f(elements[i], static_cast<double>(origin[i]));
      } else {
        for (T& element : elements) f(element, centre.at(flat++));
      }
    });
}

namespace catalog {
template <>
struct Slot<Centre> {
  static constexpr Type type = Type::numbers;
  static void assign(Centre& to, const Value& from) {
    to.at_start = std::holds_alternative<std::string>(from);
    if (!to.at_start) Slot<std::vector<double>>::assign(to.numbers, from);
  }
  static std::string text(const Centre&) { return "0"; }
};
}  // namespace catalog

}  // namespace nilgrad
