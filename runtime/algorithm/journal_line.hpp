#pragma once
#include <bit>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The text of a journal's lines (journal.hpp says what they hold).
namespace nilgrad::journal_line {

inline constexpr std::string_view magic = "nilgrad journal ";
inline constexpr std::size_t sum_digits = 8, number_digits = 16;

std::uint32_t checksum(std::string_view payload, std::uint32_t seed);

/// Appends the `digits` lowest hexadecimal digits of `bits`, highest first.
void append_hex(std::string& text, std::uint64_t bits, std::size_t digits);

inline void append_number(std::string& text, double number) {
  append_hex(text, std::bit_cast<std::uint64_t>(number), number_digits);
}

/// Nothing unless the text is exactly that many digits.
std::optional<std::uint64_t> hex(std::string_view text, std::size_t digits);

/// What follows the sum of a line without its newline; nothing when the sum is not that of the rest.
std::optional<std::string_view> payload(std::string_view line, std::uint32_t seed);

/// Takes words apart at single spaces.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}
  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  std::string_view next() {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return word;
  }
  std::optional<double> number() {
    const auto bits = hex(next(), number_digits);
    return bits ? std::optional(std::bit_cast<double>(*bits)) : std::nullopt;
  }
  std::optional<std::int64_t> integer() {
    const std::string_view word = next();
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
    return failure == std::errc() && end == word.data() + word.size() ? std::optional(value) : std::nullopt;
  }

 private:
  std::string_view rest_;
};

}  // namespace nilgrad::journal_line
