#include <algorithm>
#include <cmath>

#include "runtime/algorithm/chunk_sums.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

/// n × n numbers, row after row; used as lower triangles.
class Square {
 public:
  explicit Square(std::size_t n) : n_(n), numbers_(n * n) {}
  std::size_t size() const { return n_; }
  double& operator()(std::size_t i, std::size_t j) { return numbers_[i * n_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return numbers_[i * n_ + j]; }
  std::span<const double> row(std::size_t i) const { return std::span(numbers_).subspan(i * n_, n_); }
  std::span<double> numbers() { return numbers_; }

 private:
  std::size_t n_;
  std::vector<double> numbers_;
};

/// Inner products of the vectors Σ_{k ≤ i} coefficients(i, k) z_k: one pass that generates the z once.
Square gram_of(const Directions& z, const Square& coefficients, const Point& shape) {
  const std::size_t n = z.size();
  Square gram(n);
  sum_over_chunks(shape, gram.numbers(), [&](const Slice& slice, std::size_t count, std::span<double> sums) {
    std::vector<double> chunk(n * count);
    const auto vector = [&](std::size_t i) { return std::span(chunk).subspan(i * count, count); };
    for (std::size_t i = 0; i < n; ++i) fill_chunk(slice, z[i], vector(i));
    for (std::size_t i = n; i-- > 0;) {  // from the last on, so that the z_k it needs are still there
      const auto combined = vector(i);
      for (std::size_t e = 0; e < count; ++e) combined[e] *= coefficients(i, i);
      for (std::size_t k = 0; k < i; ++k)
        for (std::size_t e = 0; e < count; ++e) combined[e] += coefficients(i, k) * vector(k)[e];
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) sums[i * n + j] += dot_of_chunk(vector(i), vector(j));
  });
  return gram;
}

/// L of the Gram matrix M = L Lᵀ, its diagonal positive. A pivot lost to rounding is kept away from 0: what comes out
/// is then badly scaled, and put right by another round.
Square cholesky(const Square& gram) {
  const std::size_t n = gram.size();
  Square l(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = gram(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= l(i, k) * l(j, k);
      if (j < i) {
        l(i, j) = sum / l(j, j);
      } else {
        const double pivot = std::max(sum, 1e-15 * gram(i, i));
        l(i, i) = pivot > 0 ? std::sqrt(pivot) : 1;
      }
    }
  return l;
}

/// coefficients ← L⁻¹ coefficients
void solve(const Square& l, Square& coefficients) {
  const std::size_t n = l.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = coefficients(i, j);
      for (std::size_t k = j; k < i; ++k) sum -= l(i, k) * coefficients(k, j);
      coefficients(i, j) = sum / l(i, i);
    }
}

/// One round of Cholesky's QR leaves an error of the condition number squared: near n = d it takes another or two
/// (Fukaya et al., SIAM J. Sci. Comput. 42 (2020)).
bool well_conditioned(const Square& l) {
  double least = l(0, 0), most = l(0, 0);
  for (std::size_t i = 1; i < l.size(); ++i) {
    least = std::min(least, l(i, i));
    most = std::max(most, l(i, i));
  }
  return least > 0.3 * most;
}

/// The rows of the result combine the z into orthonormal vectors: the Q of the QR of a Gaussian matrix whose R has a
/// positive diagonal, which makes it Haar (Mezzadri, Notices AMS 54 (2007)).
Square orthonormal_combinations(const Directions& z, const Point& shape) {
  constexpr int most_rounds = 4;
  Square coefficients(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) coefficients(i, i) = 1;
  for (int round = 0; round < most_rounds; ++round) {
    const Square l = cholesky(gram_of(z, coefficients, shape));
    solve(l, coefficients);
    if (well_conditioned(l)) break;
  }
  return coefficients;
}

class Orthogonal final : public Perturbation {
 public:
  struct Options {};
  explicit Orthogonal(Options) : gaussian_(catalog::make<Perturbation>("gaussian")) {}

  bool fixed_length() const override { return true; }

  void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) override {
    out.clear();
    const std::size_t block = std::max<std::size_t>(1, shape.dim());
    for (std::size_t first = 0; first < count; first += block)
      add_block(key.query(key.query() + static_cast<std::uint32_t>(first)), std::min(block, count - first), shape, out);
  }

 private:
  void add_block(const Key& key, std::size_t count, const Point& shape, Directions& out) {
    gaussian_->draw(key, static_cast<std::uint32_t>(count), shape, plain_);
    const Square coefficients = orthonormal_combinations(plain_, shape);
    const double length = std::sqrt(static_cast<double>(shape.dim()));
    std::vector<Term> combination;
    for (std::size_t i = 0; i < count; ++i) {
      combination.clear();
      for (std::size_t k = 0; k <= i; ++k) combination.push_back({length * coefficients(i, k), plain_[k][0].direction});
      out.add(combination);
    }
  }

  std::shared_ptr<Perturbation> gaussian_;
  Directions plain_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, orthogonal) {
  return describe<Perturbation, Orthogonal>(
             "orthogonal", "directions of one estimate orthogonal to each other, each as on the sphere")
      .formula(
          "v_j = √d · q_j, the q_j a Haar block: QR of a d×q Gaussian with a positive diagonal; more than d "
          "directions: "
          "independent blocks;  E[v vᵀ] = I;  error of the average of q ≤ d: (d/q − 1)|a|²")
      .memory(
          "q² coefficients; no vector: each v_j is a combination of j Gaussian directions, from one to four generating "
          "passes")
      .reference("Choromanski et al., ICML 2018; Kozak et al., Comput. Optim. Appl. 79 (2021)")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.orthogonal(), queries = 4 }");
}
