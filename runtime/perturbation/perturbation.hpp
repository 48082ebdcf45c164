#pragma once
#include <string>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// The directions of one estimate. Each is a short combination Σ scale·v of directions that have keys of their own (one
/// term for most distributions), so that whatever is made of them is again scalars and keys.
class Directions {
 public:
  void clear() {
    terms_.clear();
    ends_.clear();
  }
  void add(const Direction& direction) {
    terms_.push_back({1, direction});
    ends_.push_back(terms_.size());
  }
  void add(std::span<const Term> combination) {
    terms_.insert(terms_.end(), combination.begin(), combination.end());
    ends_.push_back(terms_.size());
  }

  std::size_t size() const { return ends_.size(); }
  std::span<const Term> operator[](std::size_t j) const {
    const std::size_t first = j == 0 ? 0 : ends_[j - 1];
    return std::span(terms_).subspan(first, ends_[j] - first);
  }

 private:
  std::vector<Term> terms_;
  std::vector<std::size_t> ends_;
};

/// The distribution of an estimator's directions. One is δ-unbiased when E[v vᵀ] = δ I; estimators divide by δ, so that
/// all perturbations estimate the same gradient and can share a learning rate.
class Perturbation {
 public:
  static constexpr const char* kind = "perturbation";
  virtual ~Perturbation() = default;

  /// out ← `count` directions in the space of `shape`, keyed by the query of `key` and those that follow it. Costs
  /// passes of generation where a direction depends on a sum over all elements, and no evaluation. The terms refer to
  /// distributions that live as long as this perturbation does; of one that learns they are good until the next draw.
  virtual void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) = 0;

  /// Told each estimate of the last directions drawn, for those that learn; what it refers to outlives them.
  virtual void observe(std::span<const Term> estimate, const Point& shape) {
    (void)estimate;
    (void)shape;
  }

  /// δ in dimension d: 1 for all but the normalized sphere.
  virtual double delta(std::size_t d) const {
    (void)d;
    return 1;
  }

  /// Bytes kept from one draw to the next, and what of: as Estimator::memory and remembers say.
  virtual std::int64_t memory(const Point& shape) const {
    (void)shape;
    return 0;
  }
  virtual std::string remembers() const { return ""; }

  /// Whether E v = 0, as estimators need that know a single value.
  virtual bool centred() const { return true; }

  /// Whether all directions have the same length, which makes E|v vᵀa − a|² the least there is, (d−1)|a|².
  virtual bool fixed_length() const { return false; }
};

/// A perturbation whose directions are independent of each other and have one key each.
class IndependentDirections : public Perturbation, public Distribution {
 public:
  /// The direction of `key` in the space of `shape`. Costs at most one pass of generation.
  virtual Direction direction(const Key& key, const Point& shape) const = 0;
  bool keyed() const override { return true; }

  void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) final {
    out.clear();
    for (std::uint32_t j = 0; j < count; ++j) out.add(direction(key.query(key.query() + j), shape));
  }
};

}  // namespace nilgrad
