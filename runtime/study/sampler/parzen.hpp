#pragma once
#include <Eigen/Core>

#include "runtime/random/uniform.hpp"
#include "runtime/study/sampler/row.hpp"

namespace nilgrad::study {

/// One number of a configuration, as a density sees it.
struct Factor {
  std::size_t column = 0;
  std::int64_t choices = 0;        ///< of a choice: how many; 0 where near numbers are near values
  double cell = 0;                 ///< width of a value's cell, 0 for a continuum
  const Domain* values = nullptr;  ///< of a parameter that has values along this coordinate: draws are moved onto them
};

/// Those of a history's parameters that have more than one value.
std::vector<Factor> factors_of(const History& history);

struct ParzenOptions {
  double prior_weight = 1;
  bool magic_clip = true;
  bool product =
      true;  ///< one kernel for all factors together; else there is one factor, and neighbours tell its width
};

/// Weights of n trials, the oldest first: of more than 25 the older ones weigh less, down to 1/n.
Eigen::ArrayXd parzen_weights(std::size_t n);
/// What the magic clip leaves of widths.
double least_parzen_width(double trials, const ParzenOptions& options);
/// ln of the mass that N(center, σ²) has in [0, 1].
double log_mass_inside(double center, double sigma);
/// A draw from N(mean, σ²) within [0, 1], where the mean is.
double draw_normal_inside(double mean, double sigma, Generator& random);

/// A density over configurations: the mean of a kernel at each of some trials and of the prior. A kernel is a product
/// of normal distributions cut off at 0 and 1, and over choices of the trial's own with most of the weight. A trial
/// that was not asked for a parameter says nothing of it: there its kernel is flat.
///
/// Widths (Watanabe, arXiv:2304.11127, section 3.3; d factors, n trials): 0.2 n^(−1/(d + 4)) of the range, with the
/// magic clip at least 1/min(100, n + 2). A value's cell adds its own variance, so that ints and steps need no
/// densities of their own. The prior is N(1/2, 1) and uniform over choices.
class Parzen {
 public:
  /// `numbers` in ascending order: of more than 25 trials the older ones weigh less, down to 1/n.
  Parzen(const History& history, std::vector<Factor> factors, const std::vector<std::int64_t>& numbers,
         const ParzenOptions& options);

  /// Draws the factors' numbers into a row.
  void draw(Generator& random, Row& row) const;

  /// ln of the density at each row, up to a constant that is the same for all of them.
  std::vector<double> log_densities(const std::vector<Row>& rows) const;

 private:
  using Numbers = Eigen::ArrayXd;
  struct Kernels {               // of one factor
    Numbers center;              // NaN where flat
    Numbers scale;               // 1/(√2 σ), 0 where flat; of one element where it is the same for all
    Numbers scaled;              // center · scale
    double same = 0, other = 0;  // ln of a choice's probability
  };
  Kernels normals(const Factor& factor, Numbers center, const ParzenOptions& options);
  Kernels choices(const Factor& factor, Numbers center, const ParzenOptions& options);
  void subtract_normalizers(const Numbers& center, double sigma);
  double draw(std::size_t factor, Eigen::Index kernel, Generator& random) const;
  double log_prior(const Row& row) const;
  void add_exponents(std::size_t factor, double x, Eigen::Index first, Eigen::Ref<Numbers> exponents) const;

  std::vector<Factor> factors_;
  std::vector<Kernels> kernels_;
  Numbers weights_;  // of the trials; they and the prior's add up to 1
  Numbers base_;     // of a kernel: ln of its weight and of all constant factors
  double prior_ = 1;
  double highest_ = 0;                                   // an upper bound of all exponents
  std::vector<std::pair<double, Numbers>> normalizers_;  // by σ, at 1024 places
};

}  // namespace nilgrad::study
