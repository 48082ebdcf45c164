#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace nilgrad::fuzz {

/// An input spent from its front; zeros follow its end.
class Bytes {
 public:
  explicit Bytes(std::string_view input) : left_(input) {}
  bool empty() const noexcept { return left_.empty(); }

  std::uint8_t take() noexcept {
    if (left_.empty()) return 0;
    const char byte = left_.front();
    left_.remove_prefix(1);
    return static_cast<std::uint8_t>(byte);
  }

  template <class T>
  T number() noexcept {
    T value{};
    const std::string_view part = text(sizeof value);
    std::memcpy(&value, part.data(), part.size());
    return value;
  }

  std::string_view text(std::size_t length) noexcept {
    const std::string_view part = left_.substr(0, length);
    left_.remove_prefix(part.size());
    return part;
  }

 private:
  std::string_view left_;
};

}  // namespace nilgrad::fuzz
