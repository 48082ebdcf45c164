#include <algorithm>
#include <cmath>
#include <deque>

#include "runtime/algorithm/low_rank_factors.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/orthonormal_factors.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

/// Rows and columns of a point's tensors; no columns where a tensor is no matrix.
struct MatrixSize {
  std::uint64_t rows = 0, columns = 0;
  bool operator==(const MatrixSize&) const = default;
};

/// What several steps share is keyed by a round of its own.
constexpr std::uint8_t lazy_round = 0xfd;

class LowRank final : public Perturbation, public Distribution, public LowRankFactors {
 public:
  struct Options {
    std::uint32_t rank = 1;
    std::int64_t every = 1;
    bool orthonormal = false;
  };
  explicit LowRank(Options options) : options_(options) {}

  void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) override {
    out.clear();
    const std::uint64_t sizes = index_of_sizes(shape);
    for (std::uint32_t j = 0; j < count; ++j) out.add(Direction{this, key.query(key.query() + j), 1, sizes});
  }
  bool keyed() const override { return true; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_slice(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_slice(v, scale, slice, x);
  }

  std::size_t rank(const Direction& v, std::uint32_t tensor) const override {
    const MatrixSize size = sizes_.at(v.axis).at(tensor);
    return size.columns == 0 ? 0 : rank_of(size);
  }
  void factors(const Direction& v, std::uint32_t tensor, std::span<float> left, std::span<float> right) const override {
    const MatrixSize size = sizes_.at(v.axis).at(tensor);
    std::vector<double> numbers;
    left_factor(v.key, tensor, size, 0, size.rows, numbers);
    std::transform(numbers.begin(), numbers.end(), left.begin(), [&](double u) { return narrow(v.scale * u); });
    right_factor(v.key, tensor, size, 0, size.columns, numbers);
    std::transform(numbers.begin(), numbers.end(), right.begin(), narrow);
  }

 private:
  static float narrow(double number) { return static_cast<float>(number); }

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

  /// There are no more orthonormal columns than a matrix has rows or columns.
  std::uint32_t rank_of(const MatrixSize& size) const {
    if (!options_.orthonormal) return options_.rank;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(options_.rank, std::min(size.rows, size.columns)));
  }

  /// What is drawn once for `every` steps and all their directions; of a direction's own where that is one step.
  Key lazy(const Key& key) const {
    if (options_.every == 1) return key.round(lazy_round);
    Key shared = key.round(lazy_round).query(0);
    shared.step = static_cast<std::uint32_t>(key.step / options_.every);
    return shared;
  }

  template <class T>
  void add_slice(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    const MatrixSize size = sizes_.at(v.axis).at(slice.tensor);
    if (size.columns == 0) return add_gaussian(v.key, slice.tensor, slice.first, scale * v.scale, x);
    std::vector<double> row, column;
    for (std::size_t done = 0; done < x.size();) {
      // Whole rows at once where there are any, else the rest of a row: a rectangle, whose factors are drawn once.
      const std::uint64_t at = slice.first + done, left = x.size() - done;
      const std::uint64_t first_row = at / size.columns, first_column = at % size.columns;
      const bool whole = first_column == 0 && left >= size.columns;
      const std::uint64_t rows = whole ? left / size.columns : 1;
      const std::uint64_t columns = whole ? size.columns : std::min(left, size.columns - first_column);
      left_factor(v.key, slice.tensor, size, first_row, rows, row);
      right_factor(v.key, slice.tensor, size, first_column, columns, column);
      add_rectangle(row, column, rows, columns, scale * v.scale, x.subspan(done, rows * columns));
      done += rows * columns;
    }
  }

  /// out ← `count` rows of U from `first` on, column after column: Gaussian/√r, or √(mn)/r · Q Z.
  void left_factor(const Key& key, std::uint32_t tensor, const MatrixSize& size, std::uint64_t first,
                   std::uint64_t count, std::vector<double>& out) const {
    const std::uint32_t r = rank_of(size);
    if (!options_.orthonormal)
      return draw_columns(key, tensor, 0, size.rows, first, count, 1 / std::sqrt(static_cast<double>(r)), out);
    const auto pair = orthonormal_.of(lazy(key), tensor, {size.rows, size.columns, r});
    std::vector<double> z(std::size_t{r} * r);
    add_gaussian(key, tensor, 0, std::sqrt(static_cast<double>(size.rows * size.columns)) / r, std::span(z));
    out.assign(r * count, 0);
    for (std::uint32_t k = 0; k < r; ++k)
      for (std::uint32_t a = 0; a < r; ++a)
        for (std::uint64_t i = 0; i < count; ++i)
          out[k * count + i] += pair->left[a * size.rows + first + i] * z[a * r + k];
  }

  /// out ← `count` rows of V from `first` on, column after column.
  void right_factor(const Key& key, std::uint32_t tensor, const MatrixSize& size, std::uint64_t first,
                    std::uint64_t count, std::vector<double>& out) const {
    const std::uint32_t r = rank_of(size);
    if (!options_.orthonormal) {
      const bool own = options_.every == 1;  // then one Gaussian vector is U's columns and V's
      return draw_columns(own ? key : lazy(key), tensor, own ? r * size.rows : 0, size.columns, first, count, 1, out);
    }
    const auto pair = orthonormal_.of(lazy(key), tensor, {size.rows, size.columns, r});
    out.resize(r * count);
    for (std::uint32_t k = 0; k < r; ++k)
      std::copy_n(pair->right.begin() + static_cast<std::ptrdiff_t>(k * size.columns + first), count,
                  out.begin() + static_cast<std::ptrdiff_t>(k * count));
  }

  /// out ← elements first … first+count−1 of each of the `rank` columns of a factor that begins at `offset`.
  void draw_columns(const Key& key, std::uint32_t tensor, std::uint64_t offset, std::uint64_t length,
                    std::uint64_t first, std::uint64_t count, double scale, std::vector<double>& out) const {
    out.assign(options_.rank * count, 0);
    for (std::uint32_t k = 0; k < options_.rank; ++k)
      add_gaussian(key, tensor, offset + k * length + first, scale, std::span(out).subspan(k * count, count));
  }

  /// Products and sums are of T: a step of a model is as many of them as it has weights.
  template <class T>
  void add_rectangle(const std::vector<double>& row, const std::vector<double>& column, std::uint64_t rows,
                     std::uint64_t columns, double factor, std::span<T> x) const {
    const std::size_t rank = row.size() / rows;
    const std::vector<T> right(column.begin(), column.end());
    for (std::uint64_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < rank; ++k) {
        const T left = static_cast<T>(factor * row[k * rows + i]);
        const T* const from = right.data() + k * columns;
        T* const to = x.data() + i * columns;
        for (std::uint64_t j = 0; j < columns; ++j) to[j] += left * from[j];
      }
  }

  Options options_;
  OrthonormalFactors orthonormal_;
  std::deque<std::vector<MatrixSize>> sizes_;  // of the points drawn for
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, low_rank) {
  using Options = LowRank::Options;
  return describe<Perturbation, LowRank>("low_rank",
                                         "matrices of low rank for the matrices of a point; other tensors are gaussian")
      .formula(
          "V = 1/√r · U Wᵀ for an m×n tensor, U (m×r) and W (n×r) standard normal;  orthonormal: V = √(mn)/r · U Z Wᵀ, "
          "U and W with orthonormal columns (Haar; r ≤ m, n), Z (r×r) standard normal;  E[v vᵀ] = I over all that is "
          "drawn. With every > 1 W (orthonormal: U and W) stays for so many steps: in them the gradient is estimated "
          "in that subspace alone, and in the mean over subspaces it is the gradient. LOZO: rank 1–2, every 50–100. "
          "SubZero: orthonormal, every 500–1000; its ε is h·√(mn)/r here")
      .memory(
          "none: factors are regenerated from their key, r(m+n) numbers instead of mn; orthonormal: those of at most "
          "32 keys are kept, one key for every > 1")
      .cost("a language model's forward pass adds (x·W)·Uᵀ to its products instead of forming perturbed matrices")
      .reference("Chen et al., ICLR 2025: LOZO;  Yu et al. 2024: SubZero (arXiv 2410.08989)")
      .option("rank", &Options::rank, "r", {.low = 1, .high = 4096})
      .option("every", &Options::every, "ν, T₀: steps that share a subspace; 1: a new one for each direction",
              {.low = 1, .high = 4294967295.0, .unit = "steps"})
      .option("orthonormal", &Options::orthonormal, "orthonormal factors around a small Gaussian matrix (SubZero)")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.low_rank { rank = 2 }, queries = 4 }");
}
