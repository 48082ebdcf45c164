#include "interpreter/prompt/open_blocks.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "interpreter/prompt/completion/tokens.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::array<std::string_view, 7> opening = {"function", "do", "if", "repeat", "(", "{", "["};
constexpr std::array<std::string_view, 5> closing = {"end", "until", ")", "}", "]"};

long change_of_depth(std::string_view token) {
  if (std::ranges::find(opening, token) != opening.end()) return 1;
  return std::ranges::find(closing, token) != closing.end() ? -1 : 0;
}

}  // namespace

void OpenBlocks::add_line(const std::string& unit) {
  const bool may_close = unit.find_first_of("]\"'", seen_) != std::string::npos;
  seen_ = unit.size();
  if (in_text_ && !may_close) return;
  const std::string_view rest = std::string_view(unit).substr(counted_);
  std::size_t counted = rest.size();
  in_text_ = false;
  for (const Token& token : tokenize(rest)) {
    if (token.open) {
      in_text_ = true;
      counted = token.begin;
    } else if (token.kind == Token::Kind::name || token.kind == Token::Kind::symbol) {
      depth_ += change_of_depth(token.text(rest));
    }
  }
  counted_ += counted;
}

}  // namespace nilgrad::interpreter
