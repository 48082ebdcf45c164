#include "interpreter/prompt/commands/script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/prompt/completion/tokens.hpp"
#include "interpreter/prompt/unit.hpp"

namespace nilgrad::interpreter {
namespace {

bool loads(lua_State* L, const std::string& text) {
  const int status = luaL_loadbufferx(L, text.data(), text.size(), chunk_name, "t");
  lua_pop(L, 1);
  return status == LUA_OK;
}

bool has_token(std::string_view text, const std::vector<Token>& tokens,
               std::initializer_list<std::string_view> wanted) {
  return std::ranges::any_of(tokens, [&](const Token& token) {
    const bool code = token.kind == Token::Kind::name || token.kind == Token::Kind::symbol;
    return code && std::ranges::find(wanted, token.text(text)) != wanted.end();
  });
}

/// Whether one of the words stands outside of all blocks, or, if so asked, of the functions that the text defines.
bool stands_outside(std::string_view text, const std::vector<Token>& tokens,
                    std::initializer_list<std::string_view> wanted, bool of_functions_alone) {
  std::vector<bool> blocks;  // open ones: does it matter?
  for (const Token& token : tokens) {
    const bool code = token.kind == Token::Kind::name || token.kind == Token::Kind::symbol;
    const std::string_view word = code ? token.text(text) : "";
    if (word == "function" || word == "do" || word == "if" || word == "repeat")
      blocks.push_back(!of_functions_alone || word == "function");
    if ((word == "end" || word == "until") && !blocks.empty()) blocks.pop_back();
    const bool outside = std::ranges::find(blocks, true) == blocks.end();
    if (outside && std::ranges::find(wanted, word) != wanted.end()) return true;
  }
  return false;
}

bool returns(std::string_view text, const std::vector<Token>& tokens) {
  return stands_outside(text, tokens, {"return"}, true);
}

bool declares(std::string_view text, const std::vector<Token>& tokens) {
  return stands_outside(text, tokens, {"local", "::"}, false);
}

/// A comment at the end must not swallow what follows.
std::string in_lines(std::string_view before, const std::string& text, std::string_view after) {
  return text.find('\n') == std::string::npos && text.find("--") == std::string::npos
             ? fmt::format("{}{}{}", before, text, after)
             : fmt::format("{}\n{}\n{}", before, text, after);
}

class Script {
 public:
  Script(lua_State* L, const std::vector<const Chunk*>& chunks) : L_(L) {
    for (const Chunk* chunk : chunks)
      keeps_values_ = keeps_values_ || has_token(chunk->text, tokenize(chunk->text), {"_", "__"});
    for (const Chunk* chunk : chunks)
      if (chunk->done) add(*chunk);
  }

  std::string text() && { return std::move(text_); }

 private:
  void add(const Chunk& chunk) {
    std::string code = chunk.text;
    if (code.starts_with('=')) code.erase(0, 1);
    const std::vector<Token> tokens = tokenize(code);
    if (tokens.empty() || tokens[0].text(code) == "help") return;
    // What begins with a parenthesis would be the arguments of a call whose function stands before it.
    if (tokens[0].text(code) == "(" || returns(code, tokens)) text_ += ';';
    const bool expression = loads(L_, "return " + code);
    if (expression && (chunk.values > 0 || !loads(L_, code)))
      text_ += shown(in_lines("", code, ""), chunk);
    else if (returns(code, tokens) && chunk.values > 0)
      text_ += shown(in_lines("(function() ", code, " end)()"), chunk);
    else if (returns(code, tokens))
      text_ += in_lines("(function() ", code, " end)()");
    else
      text_ += declares(code, tokens) ? in_lines("do ", code, " end") : code;
    text_ += '\n';
  }

  /// `_` is kept only where a chunk of the script speaks of it.
  std::string shown(const std::string& values, const Chunk& chunk) const {
    if (!keeps_values_ || !chunk.kept) return fmt::format("print({})", values);
    if (chunk.values == 1) return fmt::format("__, _ = _, {}; print(_)", values);
    return fmt::format(
        "do local values = table.pack({}); __, _ = _, values[1]; print(table.unpack(values, 1, values.n)) end", values);
  }

  lua_State* L_;
  bool keeps_values_ = false;
  std::string text_;
};

}  // namespace

std::string script_of(lua_State* L, const std::vector<const Chunk*>& chunks) {
  return "local ng = require \"nilgrad\"\n" + Script(L, chunks).text();
}

}  // namespace nilgrad::interpreter
