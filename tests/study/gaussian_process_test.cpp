#include <Eigen/LU>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/random/uniform.hpp"
#include "runtime/study/sampler/gaussian_process/fit.hpp"
#include "runtime/study/sampler/gaussian_process/improvement.hpp"
#include "runtime/study/sampler/gaussian_process/losses.hpp"
#include "runtime/study/sampler/gaussian_process/posterior.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

/// Two ordered parameters, the second a permutation of three, and a choice of four values that may be inactive.
const GpFactors factors{{0, 1, true, 0}, {1, 3, true, 0}, {4, 1, false, 0.375}};

Eigen::MatrixXd some_points(Eigen::Index n, Generator& random) {
  Eigen::MatrixXd points(5, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < 4; ++i) points(i, j) = random.uniform();
    points(4, j) = static_cast<double>(random.integer(-1, 3));
  }
  return points;
}

GpParameters some_parameters() {
  GpParameters parameters;
  parameters.log_length = Eigen::Vector3d(-0.5, 0.3, 0.1);
  parameters.log_signal = 0.4;
  parameters.log_noise = -3;
  return parameters;
}

double kernel(const GpParameters& parameters, const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  const double choice = a[4] == b[4] ? 0 : a[4] < 0 || b[4] < 0 ? 0.375 : 1;
  const Eigen::Vector3d squares(std::pow(a[0] - b[0], 2), (a.segment(1, 3) - b.segment(1, 3)).squaredNorm() / 3,
                                choice);
  double squared = 0;
  for (Eigen::Index i = 0; i < 3; ++i) squared += squares[i] / std::exp(2 * parameters.log_length[i]);
  const double r = std::sqrt(squared);
  return std::exp(parameters.log_signal) * (1 + std::sqrt(5) * r + 5.0 / 3 * r * r) * std::exp(-std::sqrt(5) * r);
}

Eigen::MatrixXd kernels(const GpParameters& parameters, const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  Eigen::MatrixXd k(a.cols(), b.cols());
  for (Eigen::Index i = 0; i < a.cols(); ++i)
    for (Eigen::Index j = 0; j < b.cols(); ++j) k(i, j) = kernel(parameters, a.col(i), b.col(j));
  return k;
}

Eigen::VectorXd some_values(Eigen::Index n, Generator& random) {
  Eigen::VectorXd values(n);
  for (double& value : values) value = random.normal();
  return values;
}

/// ∫ (z + t) φ(t) dt over t > −z, that is E max(0, z + t), by Simpson's rule in the logarithm's scale.
double log_improvement_by_quadrature(double z) {
  // With t = −z + s: ∫ s φ(s − z) ds = φ(z) ∫ s e^(s z − s²/2) ds.
  const double end = z < -1 ? 60 / -z : 12 + z;
  const int n = 200000;
  double sum = 0;
  for (int i = 0; i <= n; ++i) {
    const double s = end * i / n;
    sum += (i == 0 || i == n ? 1 : i % 2 ? 4 : 2) * s * std::exp(s * z - s * s / 2);
  }
  return -z * z / 2 - std::log(2 * M_PI) / 2 + std::log(sum * end / n / 3);
}

}  // namespace

TEST_CASE("a Gaussian process's posterior is that of the textbook formulas") {
  Generator random(Key::from(1, Purpose::draw));
  const Eigen::MatrixXd points = some_points(12, random), others = some_points(7, random);
  const Eigen::VectorXd values = some_values(12, random);
  const GpParameters parameters = some_parameters();
  const double mean = 0.3;
  const GpPosterior posterior(factors, parameters, points, values, mean);
  const auto prediction = posterior.predict(others);
  Eigen::MatrixXd k = kernels(parameters, points, points);
  k.diagonal().array() += std::exp(parameters.log_noise) + 1e-10 * std::exp(parameters.log_signal);
  const Eigen::MatrixXd inverse = k.inverse(), across = kernels(parameters, points, others);
  const Eigen::VectorXd centred = values.array() - mean;
  for (Eigen::Index i = 0; i < others.cols(); ++i) {
    CHECK(prediction.mean[i] == Approx(mean + across.col(i).dot(inverse * centred)).epsilon(1e-9));
    CHECK(posterior.means(others)[i] == prediction.mean[i]);
    const double variance =
        kernel(parameters, others.col(i), others.col(i)) - across.col(i).dot(inverse * across.col(i));
    CHECK(prediction.variance[i] == Approx(variance).epsilon(1e-9));
  }
}

TEST_CASE("the likelihood of a Gaussian process is the normal density's, and its gradient that of differences") {
  Generator random(Key::from(2, Purpose::draw));
  const Eigen::MatrixXd points = some_points(15, random);
  const Eigen::VectorXd values = some_values(15, random);
  const GpPrior prior = GpPrior::standard(3);
  const GpLikelihood likelihood(factors, points, values, prior);
  const auto at = [&](const Eigen::VectorXd& v, Eigen::VectorXd& gradient) {
    return likelihood(GpParameters{v.head(3), v[3], v[4]}, gradient);
  };
  const GpParameters parameters = some_parameters();
  Eigen::VectorXd v(5), gradient, ignored;
  v << parameters.log_length, parameters.log_signal, parameters.log_noise;
  const double value = at(v, gradient);

  Eigen::MatrixXd k = kernels(parameters, points, points);
  k.diagonal().array() += std::exp(parameters.log_noise) + 1e-10 * std::exp(parameters.log_signal);
  double expected = -values.dot(k.inverse() * values) / 2 - std::log(k.determinant()) / 2;
  for (Eigen::Index i = 0; i < 3; ++i) expected -= std::pow((v[i] - prior.length_mean) / prior.length_deviation, 2) / 2;
  expected -= std::pow((v[3] - prior.signal_mean) / prior.signal_deviation, 2) / 2;
  expected -= std::pow((v[4] - prior.noise_mean) / prior.noise_deviation, 2) / 2;
  CHECK(value == Approx(expected).epsilon(1e-10));
  for (Eigen::Index i = 0; i < 5; ++i) {
    const double h = 1e-5;
    Eigen::VectorXd up = v, down = v;
    up[i] += h;
    down[i] -= h;
    CHECK(gradient[i] == Approx((at(up, ignored) - at(down, ignored)) / (2 * h)).epsilon(1e-6));
  }
}

TEST_CASE("fitting finds which parameter matters and how much noise there is") {
  Generator random(Key::from(3, Purpose::draw));
  Eigen::MatrixXd points = some_points(80, random);
  Eigen::VectorXd values(80);
  for (Eigen::Index i = 0; i < 80; ++i) values[i] = 1.4 * std::sin(5 * points(0, i)) + 0.1 * random.normal();
  const GpParameters fitted = gp_fit(factors, points, values, GpPrior::standard(3));
  CHECK(fitted.log_length[0] < fitted.log_length[1] - 0.7);
  CHECK(fitted.log_length[0] < fitted.log_length[2] - 0.7);
  CHECK(std::exp(fitted.log_noise) == Approx(0.01).epsilon(0.7));
}

TEST_CASE("log-EI is that of quadrature, in the middle and in far tails") {
  for (const double z : {4.0, 1.0, 0.0, -0.5, -0.999, -1.001, -3.0, -10.0, -24.9, -25.1, -40.0, -200.0, -1e4})
    CHECK(log_improvement(z) == Approx(log_improvement_by_quadrature(z)).epsilon(1e-8));
  CHECK(log_improvement(-1e150) < log_improvement(-1e140));
  CHECK(std::isfinite(log_improvement(-1e150)));
  CHECK(log_improvement(1e5) == Approx(std::log(1e5)));
}

TEST_CASE("the logarithm of the normal probability has no hole where its series begins") {
  CHECK(log_normal_probability(0) == Approx(std::log(0.5)));
  CHECK(log_normal_probability(-10) == Approx(-53.23128515051247));
  CHECK(log_normal_probability(-24.999999) == Approx(log_normal_probability(-25.000001)).epsilon(1e-6));
  CHECK(std::isfinite(log_normal_probability(-1e100)));
}

TEST_CASE("losses are standardized however large they are") {
  const std::vector<double> huge{1, 2, 3, 4, 5, 6, 7, 2e7, 1e300};
  for (const auto scale : {gp_clipped, gp_ranked}) {
    const Eigen::VectorXd values = scale(huge);
    CHECK(values.mean() == Approx(0).margin(1e-12));
    CHECK(values.squaredNorm() / 9 == Approx(1));
    CHECK(values[1] - values[0] > 0.1);
    CHECK(scale({5, 5, 5}).isZero());
    CHECK(scale({}).size() == 0);
    CHECK(scale({-1e308, 1e308, 0}).allFinite());
    CHECK(scale({1e-300, 2e-300, 3e-300}).allFinite());
  }
}
