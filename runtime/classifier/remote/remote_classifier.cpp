#include "runtime/classifier/remote/remote_classifier.hpp"

#include <fmt/ranges.h>

#include <cmath>

#include "runtime/classifier/images.hpp"

namespace nilgrad {
namespace {

Shape shape_from(const std::vector<double>& extents, const std::string& maker) {
  Shape shape;
  for (const double extent : extents) {
    if (!(extent >= 1 && extent <= 0x1p28) || extent != std::trunc(extent))
      throw_error(ErrorKind::option,
                  "option 'input_shape' of {} must be whole numbers ≥ 1, such as {{ 3, 224, 224 }}, not "
                  "{{ {} }}",
                  maker, fmt::join(extents, ", "));
    shape.push_back(static_cast<std::int64_t>(extent));
  }
  if (element_count(shape) > std::size_t{1} << 28)
    throw_error(ErrorKind::option, "option 'input_shape' of {}: {} is more than 2^28 numbers an image", maker,
                to_string(shape));
  return shape;
}

}  // namespace

RemoteClassifier::RemoteClassifier(std::string name, const std::vector<double>& input_shape, ScoreRows rows,
                                   const std::string& maker)
    : name_(std::move(name)), input_shape_(shape_from(input_shape, maker)), rows_(std::move(rows)) {}

Tensor RemoteClassifier::predict(const Tensor& images, const StopToken& stop) {
  const std::size_t count = sample_count(images, input_shape_, name_);
  const Tensor pixels = images.to(DType::float32);
  const float* samples = pixels.as<float>().data();
  if (!all_finite(samples, count * input_size())) refuse_not_finite(samples, count, input_size(), name_);
  Tensor scores({static_cast<std::int64_t>(count), static_cast<std::int64_t>(rows_.classes())}, DType::float32);
  stop.check();
  answer(samples, count, scores.as<float>().data(), stop);
  return scores;
}

}  // namespace nilgrad
