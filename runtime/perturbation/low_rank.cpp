#include <algorithm>
#include <cmath>
#include <deque>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

/// Rows and columns of a point's tensors; no columns where a tensor is no matrix.
struct MatrixSize {
  std::uint64_t rows = 0, columns = 0;
  bool operator==(const MatrixSize&) const = default;
};

/// A tensor's factors come from one Gaussian vector: the `rank` columns of U, then those of V.
class LowRank final : public Perturbation, public Distribution {
 public:
  struct Options {
    std::uint32_t rank = 1;
  };
  explicit LowRank(Options options) : rank_(options.rank) {}

  void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) override {
    out.clear();
    const std::uint64_t sizes = index_of_sizes(shape);
    for (std::uint32_t j = 0; j < count; ++j) out.add(Direction{this, key.query(key.query() + j), 1, sizes});
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_slice(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_slice(v, scale, slice, x);
  }

 private:
  /// Directions keep the index; a run has one.
  std::uint64_t index_of_sizes(const Point& shape) {
    std::vector<MatrixSize> sizes;
    for (const Tensor& tensor : shape.tensors) {
      const bool matrix = tensor.shape().size() == 2 && !tensor.empty();
      sizes.push_back(matrix ? MatrixSize{static_cast<std::uint64_t>(tensor.shape()[0]),
                                          static_cast<std::uint64_t>(tensor.shape()[1])}
                             : MatrixSize{});
    }
    const auto found = std::find(sizes_.begin(), sizes_.end(), sizes);
    if (found != sizes_.end()) return static_cast<std::uint64_t>(found - sizes_.begin());
    sizes_.push_back(std::move(sizes));
    return sizes_.size() - 1;
  }

  template <class T>
  void add_slice(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    const MatrixSize size = sizes_.at(v.axis).at(slice.tensor);
    if (size.columns == 0) return add_gaussian(v.key, slice.tensor, slice.first, scale, x);
    const double factor = scale / std::sqrt(static_cast<double>(rank_));
    std::vector<double> row, column;
    for (std::size_t done = 0; done < x.size();) {
      // Whole rows at once where there are any, else the rest of a row: a rectangle, whose factors are drawn once.
      const std::uint64_t at = slice.first + done, left = x.size() - done;
      const std::uint64_t first_row = at / size.columns, first_column = at % size.columns;
      const bool whole = first_column == 0 && left >= size.columns;
      const std::uint64_t rows = whole ? left / size.columns : 1;
      const std::uint64_t columns = whole ? size.columns : std::min(left, size.columns - first_column);
      draw_factor(v.key, slice.tensor, 0, size.rows, first_row, rows, row);
      draw_factor(v.key, slice.tensor, rank_ * size.rows, size.columns, first_column, columns, column);
      add_rectangle(row, column, rows, columns, factor, x.subspan(done, rows * columns));
      done += rows * columns;
    }
  }

  /// out ← elements first … first+count−1 of each of the `rank` columns of a factor that begins at `offset`.
  void draw_factor(const Key& key, std::uint32_t tensor, std::uint64_t offset, std::uint64_t length,
                   std::uint64_t first, std::uint64_t count, std::vector<double>& out) const {
    out.assign(rank_ * count, 0);
    for (std::uint32_t k = 0; k < rank_; ++k)
      add_gaussian(key, tensor, offset + k * length + first, 1, std::span(out).subspan(k * count, count));
  }

  template <class T>
  void add_rectangle(const std::vector<double>& row, const std::vector<double>& column, std::uint64_t rows,
                     std::uint64_t columns, double factor, std::span<T> x) const {
    for (std::uint64_t i = 0; i < rows; ++i)
      for (std::uint32_t k = 0; k < rank_; ++k) {
        const double left = factor * row[k * rows + i];
        for (std::uint64_t j = 0; j < columns; ++j) {
          T& element = x[i * columns + j];
          element = static_cast<T>(static_cast<double>(element) + left * column[k * columns + j]);
        }
      }
  }

  std::uint32_t rank_;
  std::deque<std::vector<MatrixSize>> sizes_;  // of the points drawn for
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, low_rank) {
  using Options = LowRank::Options;
  return describe<Perturbation, LowRank>("low_rank",
                                         "matrices of low rank for the matrices of a point; other tensors are gaussian")
      .formula("V = 1/√r · U Wᵀ for an m×n tensor, U (m×r) and W (n×r) standard normal;  E[v vᵀ] = I")
      .memory("none: factors are regenerated from their key, r(m+n) numbers instead of mn")
      .reference("Chen et al., ICLR 2025: LOZO")
      .option("rank", &Options::rank, "r", {.low = 1, .high = 4096})
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.low_rank { rank = 2 }, queries = 4 }");
}
