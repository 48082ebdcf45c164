#include "runtime/study/sampler/sobol_matrix.hpp"

#include <algorithm>
#include <bit>
#include <mutex>
#include <vector>

#include "runtime/random/uniform.hpp"

namespace nilgrad::study {
namespace {

constexpr int candidates = 32;
constexpr int least_m = 3, most_m = 10;

// Polynomials over GF(2) are their coefficients as bits.
unsigned times(unsigned a, unsigned b, unsigned modulus) {
  const int degree = std::bit_width(modulus) - 1;
  unsigned product = 0;
  for (; b != 0; b >>= 1) {
    if (b & 1) product ^= a;
    a <<= 1;
    if (a >> degree & 1) a ^= modulus;
  }
  return product;
}

unsigned power_of_x(unsigned exponent, unsigned modulus) {
  const int degree = std::bit_width(modulus) - 1;
  unsigned result = 1, square = degree == 1 ? 1 : 2;  // x mod (x + 1) is 1
  for (; exponent != 0; exponent >>= 1) {
    if (exponent & 1) result = times(result, square, modulus);
    square = times(square, square, modulus);
  }
  return result;
}

/// Whether x generates all of the field's 2^s − 1 elements.
bool is_primitive(unsigned polynomial) {
  const int degree = std::bit_width(polynomial) - 1;
  const unsigned order = (1u << degree) - 1;
  if (!(polynomial & 1) || power_of_x(order, polynomial) != 1) return false;
  unsigned rest = order;
  for (unsigned prime = 2; rest > 1; ++prime) {
    if (rest % prime != 0) continue;
    while (rest % prime == 0) rest /= prime;
    if (power_of_x(order / prime, polynomial) == 1) return false;
  }
  return true;
}

/// Sobol's recurrence from the numbers m_1 … m_s (odd, m_k < 2^k).
SobolDirections extend(std::vector<std::uint64_t> m, unsigned polynomial) {
  const int s = std::bit_width(polynomial) - 1;
  SobolDirections v{};
  for (int k = 0; k < sobol_bits; ++k) {
    if (k >= s) {
      std::uint64_t next = m[static_cast<std::size_t>(k - s)];
      for (int i = 1; i <= s; ++i)
        if (polynomial >> (s - i) & 1) next ^= m[static_cast<std::size_t>(k - i)] << i;
      m.push_back(next);
    }
    v[static_cast<std::size_t>(k)] = m[static_cast<std::size_t>(k)] << (sobol_bits - 1 - k);
  }
  return v;
}

std::vector<std::uint64_t> draw_initial(int degree, std::uint64_t dimension, int candidate) {
  Generator random(
      Key::from(0, Purpose::draw).round(3).at_step(dimension).query(static_cast<std::uint32_t>(candidate)));
  std::vector<std::uint64_t> m;
  for (int k = 0; k < degree; ++k)
    m.push_back(static_cast<std::uint64_t>(random.integer(0, (std::int64_t{1} << k) - 1)) * 2 + 1);
  return m;
}

/// Vectors of bits of which none is a sum of others.
class Independent {
 public:
  /// False, and nothing is added, where the vector is a sum of those before.
  bool add(unsigned vector) {
    for (const unsigned other : reduced_) vector = std::min(vector, vector ^ other);
    if (vector == 0) return false;
    reduced_[count_++] = vector;
    return true;
  }

 private:
  std::array<unsigned, most_m> reduced_{};
  std::size_t count_ = 0;
};

/// Digit r of a coordinate as a sum of the first m bits of the index.
unsigned digit(const SobolDirections& v, int r, int m) {
  unsigned row = 0;
  for (int k = 0; k < m; ++k)
    row |= static_cast<unsigned>(v[static_cast<std::size_t>(k)] >> (sobol_bits - 1 - r) & 1) << k;
  return row;
}

struct Tables {
  std::vector<unsigned> polynomials;
  std::vector<SobolDirections> directions;
};

void grow(Tables& tables) {
  const std::size_t dimension = tables.directions.size();
  if (dimension == 0) {
    SobolDirections corput{};
    for (std::size_t k = 0; k < sobol_bits; ++k) corput[k] = std::uint64_t{1} << (sobol_bits - 1 - k);
    tables.directions.push_back(corput);
    return;
  }
  unsigned polynomial = tables.polynomials.empty() ? 3 : tables.polynomials.back() + 1;
  while (!is_primitive(polynomial)) ++polynomial;
  tables.polynomials.push_back(polynomial);
  SobolDirections best{};
  std::int64_t least = 0;
  for (int candidate = 0; candidate < candidates; ++candidate) {
    const auto v = extend(draw_initial(std::bit_width(polynomial) - 1, dimension, candidate), polynomial);
    std::int64_t badness = 0;
    for (const auto& other : tables.directions)
      for (int m = least_m; m <= most_m; ++m) badness += std::int64_t{1} << sobol_t_value(other, v, m);
    if (candidate > 0 && badness >= least) continue;
    best = v;
    least = badness;
  }
  tables.directions.push_back(best);
}

}  // namespace

int sobol_t_value(const SobolDirections& a, const SobolDirections& b, int m) {
  std::array<unsigned, most_m> rows_a{}, rows_b{};
  for (int r = 0; r < m; ++r) {
    rows_a[static_cast<std::size_t>(r)] = digit(a, r, m);
    rows_b[static_cast<std::size_t>(r)] = digit(b, r, m);
  }
  int strength = m;  // the most digits that are independent however they are taken from both
  Independent first;
  for (int taken = 0; taken <= m; ++taken) {
    Independent both = first;
    int more = 0;
    while (taken + more < m && both.add(rows_b[static_cast<std::size_t>(more)])) ++more;
    strength = std::min(strength, taken + more);
    if (taken < m) first.add(rows_a[static_cast<std::size_t>(taken)]);
  }
  return m - strength;
}

const SobolDirections& sobol_directions(std::size_t dimension) {
  static std::mutex mutex;
  static Tables tables = [] {
    Tables empty;
    empty.directions.reserve(sobol_dimensions);  // references stay valid
    return empty;
  }();
  const std::scoped_lock lock(mutex);
  while (tables.directions.size() <= dimension) grow(tables);
  return tables.directions[dimension];
}

}  // namespace nilgrad::study
