#include "interpreter/prompt/completion/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "interpreter/prompt/completion/keywords.hpp"

namespace nilgrad::interpreter {
namespace {

bool is_letter(char c) { return c == '_' || std::isalpha(static_cast<unsigned char>(c)); }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)); }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)); }
bool belongs_to_name(char c) { return is_letter(c) || is_digit(c); }

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    while (true) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ == text_.size()) return std::move(tokens_);
      const Token token = next();
      if (token.kind != Token::Kind::comment || token.open) tokens_.push_back(token);
      at_ = token.end;
    }
  }

 private:
  char ahead(std::size_t distance) const { return at_ + distance < text_.size() ? text_[at_ + distance] : '\0'; }

  Token next() const {
    const char c = text_[at_];
    if (is_letter(c)) return whole(Token::Kind::name, belongs_to_name);
    if (is_digit(c) || (c == '.' && is_digit(ahead(1)))) return number();
    if (c == '"' || c == '\'') return quoted(c);
    if (c == '-' && ahead(1) == '-') return comment();
    if (const std::size_t bracket = long_bracket(at_)) return long_text(Token::Kind::string, at_, bracket);
    return symbol();
  }

  template <class Belongs>
  Token whole(Token::Kind kind, Belongs belongs) const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && belongs(text_[end])) ++end;
    return {kind, at_, end};
  }

  /// With the sign of an exponent; two dots after digits join texts.
  Token number() const {
    std::size_t end = at_ + 1;
    for (; end < text_.size(); ++end) {
      const char c = text_[end], before = text_[end - 1];
      const bool hexadecimal = ahead(1) == 'x' || ahead(1) == 'X';
      const bool exponent = hexadecimal ? before == 'p' || before == 'P' : before == 'e' || before == 'E';
      const bool sign = (c == '+' || c == '-') && exponent;
      const bool point = c == '.' && before != '.' && (end + 1 == text_.size() || text_[end + 1] != '.');
      if (!belongs_to_name(c) && !sign && !point) break;
    }
    return {Token::Kind::number, at_, end};
  }

  Token quoted(char quote) const {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\')
        ++i;
      else if (text_[i] == quote || text_[i] == '\n')
        return {Token::Kind::string, at_, i + 1, at_ + 1};
    }
    return {Token::Kind::string, at_, text_.size(), at_ + 1, true};
  }

  /// The length of "[==[" where it stands there, else 0.
  std::size_t long_bracket(std::size_t from) const {
    if (from >= text_.size() || text_[from] != '[') return 0;
    std::size_t end = from + 1;
    while (end < text_.size() && text_[end] == '=') ++end;
    return end < text_.size() && text_[end] == '[' ? end + 1 - from : 0;
  }

  /// From at_, with the long bracket at `from`.
  Token long_text(Token::Kind kind, std::size_t from, std::size_t bracket) const {
    std::string closing(text_.substr(from, bracket));
    std::ranges::replace(closing, '[', ']');
    const std::size_t end = text_.find(closing, from + bracket);
    const bool open = end == std::string_view::npos;
    return {kind, at_, open ? text_.size() : end + bracket, from + bracket, open};
  }

  Token comment() const {
    if (const std::size_t bracket = long_bracket(at_ + 2)) return long_text(Token::Kind::comment, at_ + 2, bracket);
    const std::size_t end = text_.find('\n', at_);
    const bool open = end == std::string_view::npos;
    return {Token::Kind::comment, at_, open ? text_.size() : end, at_ + 2, open};
  }

  Token symbol() const {
    constexpr std::array<std::string_view, 10> long_symbols = {
        "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};
    for (const std::string_view symbol : long_symbols)
      if (text_.substr(at_).starts_with(symbol)) return {Token::Kind::symbol, at_, at_ + symbol.size()};
    return {Token::Kind::symbol, at_, at_ + 1};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

bool is_keyword(std::string_view text) { return std::ranges::find(keywords, text) != std::end(keywords); }

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, belongs_to_name) && !is_keyword(text);
}

std::vector<Token> tokenize(std::string_view text) { return Tokenizer(text).tokens(); }

}  // namespace nilgrad::interpreter
