#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/random/key.hpp"

namespace nilgrad {

/// The Q of the QR of a Gaussian m×r matrix with a positive diagonal (Haar: Mezzadri, Notices AMS 54 (2007)), and
/// another one, n×r. What was asked for last is kept, since each chunk of a matrix needs all of both; it is the same
/// when it is made again.
class OrthonormalFactors {
 public:
  struct Size {
    std::uint64_t rows = 0, columns = 0;
    std::uint32_t rank = 0;
  };
  struct Pair {
    std::vector<double> left, right;  ///< column after column
  };

  /// Those of a key and a tensor of the point. By any thread.
  std::shared_ptr<const Pair> of(const Key& key, std::uint32_t tensor, const Size& size) const;

 private:
  static constexpr std::size_t most_keys = 32;
  struct Kept {
    Key key;
    std::vector<std::shared_ptr<const Pair>> of_tensor;
  };

  mutable std::mutex mutex_;
  mutable std::deque<Kept> kept_;  // of the keys asked for last
};

}  // namespace nilgrad
