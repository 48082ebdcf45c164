#include "interpreter/prompt/completion/place.hpp"

#include <algorithm>
#include <charconv>

#include "interpreter/prompt/completion/tokens.hpp"

namespace nilgrad::interpreter {
namespace {

/// The tokens before the cursor, read from their end.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), tokens_(tokenize(text)) {}

  Place place() {
    Place place;
    std::size_t end = tokens_.size();  // what is before tokens_[end] is not being typed
    if (end > 0 && tokens_.back().open) {
      if (tokens_.back().kind == Token::Kind::comment) return place;
      --end;
      begin_string(place, tokens_[end]);
      set_called(place, in_parentheses(end) ? end - 1 : end);
    } else {
      end = begin_expression(place);
    }
    if (place.kind != Place::Kind::nowhere) set_braces(place, end);
    return place;
  }

 private:
  std::string_view at(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text(text_) : ""; }
  /// The token before `end`, or "" at the beginning.
  std::string_view before(std::size_t end) const { return end > 0 ? at(end - 1) : ""; }
  bool is_name_at(std::size_t i) const { return tokens_[i].kind == Token::Kind::name && !is_keyword(at(i)); }
  bool in_parentheses(std::size_t end) const { return before(end) == "("; }

  void begin_string(Place& place, const Token& string) const {
    place.kind = Place::Kind::string;
    place.begin = place.last = string.inside;
    place.quote = text_.substr(string.begin, string.inside - string.begin);
  }

  /// Returns how many tokens stand before the path at the cursor.
  std::size_t begin_expression(Place& place) const {
    std::size_t end = tokens_.size();
    place.begin = place.last = text_.size();
    const bool touches = end > 0 && tokens_.back().end == text_.size();
    if (touches && tokens_.back().kind == Token::Kind::number) return end;
    if (touches && tokens_.back().kind == Token::Kind::name) place.begin = place.last = tokens_[--end].begin;
    place.kind = Place::Kind::expression;
    if (before(end) != "." && before(end) != ":") return end;
    place.separator = before(end)[0];
    const std::size_t first = path_begin(end - 1);
    if (first == end - 1) place.kind = Place::Kind::nowhere;  // (…).x, f().x
    place.object = path(first, end - 1);
    place.begin = first < tokens_.size() ? tokens_[first].begin : place.last;
    return first;
  }

  /// Where the path begins that ends before the token `end`; `end` where there is none.
  std::size_t path_begin(std::size_t end) const {
    const std::size_t none = end;
    while (end > 0) {
      if (is_name_at(end - 1)) {
        const std::string_view separator = before(end - 1);
        if (separator != "." && separator != ":") return end - 1;
        end -= 2;
      } else if (end >= 3 && at(end - 1) == "]" && at(end - 3) == "[" && is_constant(tokens_[end - 2])) {
        end -= 3;
      } else {
        break;
      }
    }
    return none;
  }

  static bool is_constant(const Token& token) {
    return token.kind == Token::Kind::number || token.kind == Token::Kind::string;
  }

  Path path(std::size_t first, std::size_t end) const {
    Path steps;
    for (std::size_t i = first; i < end; ++i) {
      const Token& token = tokens_[i];
      if (token.kind == Token::Kind::name) {
        steps.emplace_back(std::string(at(i)));
      } else if (token.kind == Token::Kind::string) {
        steps.emplace_back(std::string(text_.substr(token.inside, token.end - 1 - token.inside)));
      } else if (token.kind == Token::Kind::number) {
        long long index = 0;
        std::from_chars(text_.data() + token.begin, text_.data() + token.end, index);
        steps.emplace_back(index);
      }
    }
    return steps;
  }

  /// What is called by an argument that begins at the token `end`.
  void set_called(Place& place, std::size_t end) const {
    const std::size_t first = path_begin(end);
    place.called = path(first, end);
    const std::string_view separator = end - first > 1 ? at(end - 2) : "";
    place.called_by = separator.empty() ? '\0' : separator[0];
  }

  /// The brackets and blocks that are open before the token `end`, by the tokens that open them.
  std::vector<std::size_t> open_before(std::size_t end) const {
    std::vector<std::size_t> open;
    const auto close = [&](auto matches) {
      const auto found = std::find_if(open.rbegin(), open.rend(), [&](std::size_t i) { return matches(at(i)); });
      if (found != open.rend()) open.erase(found.base() - 1, open.end());
    };
    for (std::size_t i = 0; i < end; ++i) {
      const std::string_view token = at(i);
      if (is_constant(tokens_[i])) continue;
      if (token == "(" || token == "[" || token == "{" || opens_block(token))
        open.push_back(i);
      else if (token == ")")
        close([](std::string_view opener) { return opener == "("; });
      else if (token == "]")
        close([](std::string_view opener) { return opener == "["; });
      else if (token == "}")
        close([](std::string_view opener) { return opener == "{"; });
      else if (token == "end" || token == "until")
        close(opens_block);
    }
    return open;
  }

  static bool opens_block(std::string_view token) {
    return token == "function" || token == "do" || token == "if" || token == "repeat";
  }

  void set_braces(Place& place, std::size_t end) const {
    const std::vector<std::size_t> open = open_before(end);
    if (open.empty() || at(open.back()) != "{") return;
    const std::size_t brace = open.back();
    if (place.kind == Place::Kind::expression) set_called(place, given_to(open));
    const std::string_view previous = before(end);
    const bool begins_item = end == brace + 1 || previous == "," || previous == ";";
    place.key = begins_item && place.kind == Place::Kind::expression && place.separator == 0;
    if (previous == "=" && end >= brace + 3 && begins_item_at(brace, end - 2)) place.option = at(end - 2);
    if (place.kind == Place::Kind::string && !place.option.empty()) set_called(place, given_to(open));
    set_given(place, brace, end);
  }

  /// The token before which stands what the innermost braces are an argument of; those of a plain table are of none.
  std::size_t given_to(const std::vector<std::size_t>& open) const {
    const std::size_t brace = open.back();
    const bool is_argument = before(brace) == "(" || before(brace) == ",";
    const bool in_call = open.size() > 1 && at(open[open.size() - 2]) == "(";
    return !is_argument ? brace : in_call ? open[open.size() - 2] : 0;
  }

  bool begins_item_at(std::size_t brace, std::size_t i) const {
    return is_name_at(i) && (i == brace + 1 || before(i) == "," || before(i) == ";");
  }

  void set_given(Place& place, std::size_t brace, std::size_t end) const {
    std::size_t depth = 0;
    for (std::size_t i = brace + 1; i + 1 < end; ++i) {
      const std::string_view token = at(i);
      if (is_constant(tokens_[i])) continue;
      if (token == "(" || token == "[" || token == "{" || opens_block(token)) ++depth;
      const bool closes = token == ")" || token == "]" || token == "}" || token == "end" || token == "until";
      if (closes && depth > 0) --depth;
      if (depth == 0 && at(i + 1) == "=" && begins_item_at(brace, i) && i + 2 != end) place.given.emplace_back(token);
    }
  }

  std::string_view text_;
  std::vector<Token> tokens_;
};

}  // namespace

Place place_of(std::string_view before_cursor) { return Reader(before_cursor).place(); }

Path parse_path(std::string_view text) {
  Place place = place_of(std::string(text) + ".");  // as if a field of it were to follow
  const bool whole = place.kind == Place::Kind::expression && place.begin == 0 && place.last == text.size() + 1;
  return whole ? std::move(place.object) : Path();
}

}  // namespace nilgrad::interpreter
