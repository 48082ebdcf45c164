#include "runtime/image/query_detector.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

double squared_distance(const float* a, const float* b, std::size_t dim) {
  double sum = 0;
  for (std::size_t i = 0; i < dim; ++i) {
    const double difference = static_cast<double>(a[i]) - b[i];
    sum += difference * difference;
  }
  return sum;
}

/// Reorders the squares.
double mean_of_nearest(std::vector<double>& squares, std::size_t k) {
  std::nth_element(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(k - 1), squares.end());
  std::sort(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(k));
  double sum = 0;
  for (std::size_t i = 0; i < k; ++i) sum += std::sqrt(squares[i]);
  return sum / static_cast<double>(k);
}

std::size_t row_size(const Tensor& features) { return features.size() / static_cast<std::size_t>(features.shape()[0]); }

}  // namespace

std::vector<double> mean_neighbour_distances(const Tensor& features, std::size_t k) {
  const auto count = static_cast<std::size_t>(features.shape()[0]);
  if (count <= k)
    throw_error(ErrorKind::shape, "{} images have no {} others for neighbours; give more data or a smaller k", count,
                k);
  const std::size_t dim = row_size(features);
  const float* rows = features.as<float>().data();
  std::vector<double> distances(count);
  parallel_for(count, 1, [&](std::size_t i, std::size_t) {
    std::vector<double> squares;
    for (std::size_t j = 0; j < count; ++j)
      if (j != i) squares.push_back(squared_distance(rows + i * dim, rows + j * dim, dim));
    distances[i] = mean_of_nearest(squares, k);
  });
  return distances;
}

bool QueryDetector::is_near(const float* row) {
  const std::size_t count = kept_.size() / dim_;
  if (count < k_) return false;
  squares_.resize(count);
  parallel_for(count, std::max<std::size_t>(1, 65536 / dim_), [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = begin; j < end; ++j) squares_[j] = squared_distance(row, kept_.data() + j * dim_, dim_);
  });
  return mean_of_nearest(squares_, k_) < threshold_;
}

void QueryDetector::keep(const float* row) {
  if (kept_.size() < capacity_ * dim_) {
    kept_.insert(kept_.end(), row, row + dim_);
    return;
  }
  std::copy_n(row, dim_, kept_.begin() + static_cast<std::ptrdiff_t>(next_ * dim_));
  next_ = (next_ + 1) % capacity_;
}

void QueryDetector::see(const Tensor& features) {
  const std::size_t dim = row_size(features);
  if (dim_ != 0 && dim != dim_) throw_error(ErrorKind::shape, "a query of {} features after queries of {}", dim, dim_);
  dim_ = dim;
  for (std::size_t i = 0; i < static_cast<std::size_t>(features.shape()[0]); ++i) {
    const float* row = features.as<float>().data() + i * dim;
    ++queries_;
    if (!is_near(row)) {
      keep(row);
      continue;
    }
    ++detections_;
    if (!first_) first_ = queries_;
    kept_.clear();
    next_ = 0;
  }
}

void QueryDetector::reset() {
  kept_.clear();
  next_ = dim_ = 0;
  queries_ = detections_ = 0;
  first_.reset();
}

Tensor coarse_features(const Tensor& images, std::size_t side) {
  const Shape& shape = images.shape();
  if (shape.size() != 4) return images.reshaped({shape[0], static_cast<std::int64_t>(row_size(images))});
  const auto height = static_cast<std::size_t>(shape[2]), width = static_cast<std::size_t>(shape[3]);
  const std::size_t rows = std::min(side, height), columns = std::min(side, width);
  const auto planes = static_cast<std::size_t>(shape[0] * shape[1]);
  Tensor out = Tensor::uninitialized(
      {shape[0], static_cast<std::int64_t>(static_cast<std::size_t>(shape[1]) * rows * columns)}, DType::float32);
  const float* from = images.as<float>().data();
  float* to = out.as<float>().data();
  parallel_for(planes, std::max<std::size_t>(1, 16384 / (height * width)), [&](std::size_t begin, std::size_t end) {
    for (std::size_t p = begin; p < end; ++p)
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
          const std::size_t top = r * height / rows, bottom = (r + 1) * height / rows;
          const std::size_t left = c * width / columns, right = (c + 1) * width / columns;
          double sum = 0;
          for (std::size_t y = top; y < bottom; ++y)
            for (std::size_t x = left; x < right; ++x) sum += from[(p * height + y) * width + x];
          to[(p * rows + r) * columns + c] =
              static_cast<float>(sum / static_cast<double>((bottom - top) * (right - left)));
        }
  });
  return out;
}

}  // namespace nilgrad
