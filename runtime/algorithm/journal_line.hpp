#pragma once
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

/// Appends a line: the sum of what it holds, that, and a newline.
void append(std::string& lines, std::string_view payload, std::uint32_t seed);

/// Appends the `digits` lowest hexadecimal digits of `bits`, highest first.
void append_hex(std::string& text, std::uint64_t bits, std::size_t digits);

/// The hexadecimal digits of its bits, highest first, without the zeros at the end: "3ff8" is 1.5, "0" is 0.
void append_number(std::string& text, double number);
/// Nothing unless the text is 1 to 16 such digits.
std::optional<double> number(std::string_view text);

/// Nothing unless the text is exactly that many digits.
std::optional<std::uint64_t> hex(std::string_view text, std::size_t digits);

/// The seed of the sum of a line whose values are those from `evaluation` on, which it does not say.
std::uint32_t seed_at(std::int64_t evaluation, std::uint32_t seed);

/// Whether it is there and without spaces and control characters, so that it can stand among a line's words.
bool is_word(std::string_view text);

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
  std::optional<double> number() { return journal_line::number(next()); }
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
