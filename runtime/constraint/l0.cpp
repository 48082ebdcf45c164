#include <algorithm>
#include <cmath>
#include <functional>

#include "runtime/constraint/constraint.hpp"

namespace nilgrad {
namespace {

class L0Ball final : public Constraint {
 public:
  struct Options {
    std::int64_t count = 1;
    Centre centre;
  };
  explicit L0Ball(Options options) : options_(std::move(options)) {}

  void project(Point& x, const Point& start) const override {
    options_.centre.check(x);
    const auto count = static_cast<std::size_t>(options_.count);
    if (x.dim() <= count) return;
    std::vector<double> distances;
    distances.reserve(x.dim());
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      const double distance = std::abs(static_cast<double>(element) - origin);
      distances.push_back(std::isnan(distance) ? 0 : distance);  // what has no order cannot be sorted
    });
    const auto last = distances.begin() + (options_.count - 1);
    std::nth_element(distances.begin(), last, distances.end(), std::greater<>());
    const double least = *last;
    auto ties = count - static_cast<std::size_t>(
                            std::count_if(distances.begin(), last, [&](double distance) { return distance > least; }));
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      using T = std::remove_reference_t<decltype(element)>;
      const double distance = std::abs(static_cast<double>(element) - origin);
      if (distance > least || (distance == least && ties > 0))
        ties -= distance == least ? 1 : 0;
      else
        element = static_cast<T>(origin);
    });
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, l0) {
  using Options = L0Ball::Options;
  return describe<Constraint, L0Ball>("l0", "no more than a count of coordinates that differ from a centre's")
      .formula("x_i stays for the k largest |x_i − c_i| (of equal ones the first), x_i ← c_i for the others")
      .cost("a selection among the coordinates")
      .memory("8 bytes a coordinate while it projects")
      .reference("Blumensath & Davies, Appl. Comput. Harmon. Anal. 27 (2009): hard thresholding")
      .option("count", &Options::count, "k", {.low = 1, .unit = "coordinates", .required = true})
      .option("centre", &Options::centre, "c: numbers, or where the run starts", {.choices = {"start"}})
      .positional({"count"})
      .example("return ng.optimizer.zeroth_order { constraint = ng.constraint.l0 { count = 5, centre = 'start' } }");
}
