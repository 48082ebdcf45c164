#include "interpreter/prompt/completion/complete.hpp"

#include <algorithm>

#include "bindings/native.hpp"
#include "interpreter/call.hpp"
#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/completion/described.hpp"
#include "interpreter/prompt/completion/fields.hpp"
#include "interpreter/prompt/completion/keywords.hpp"
#include "interpreter/prompt/completion/strings.hpp"
#include "runtime/catalog/catalog.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t longest_text = 1 << 20;  // of a unit that is looked at

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// Finds completions; whatever it leaves on the stack is dropped with its call.
class Completer {
 public:
  Completer(lua_State* L, std::string_view text) : L_(L), text_(text) {}

  Completions completions() {
    std::size_t first = 0;
    while (first < text_.size() && is_blank(text_[first])) ++first;
    const std::string_view line = text_.substr(first);
    if (line.starts_with('?')) return public_names(std::min(line.find_first_not_of('?'), line.size()) + first);
    if (line.starts_with(':') && !line.starts_with("::")) return command(first + 1);
    return code(0);
  }

 private:
  /// Of the Lua that begins at byte `from`.
  Completions code(std::size_t from) {
    const std::string_view text = text_.substr(from);
    const Place place = place_of(text);
    Completions found;
    if (place.kind == Place::Kind::string) found = complete_string(L_, place, text.substr(place.begin));
    if (place.kind == Place::Kind::expression) found = in_expression(place, text);
    found.begin += from;
    return found;
  }

  Completions in_expression(const Place& place, std::string_view text) {
    const std::string_view typed = text.substr(place.begin);
    if (const auto* descriptor = place.called.empty() ? nullptr : described(L_, place.called, place.called_by)) {
      std::vector<std::string> found;
      const catalog::Option* option = place.option.empty() ? nullptr : descriptor->option(place.option);
      if (place.key) found = beginning_with(typed, option_keys(*descriptor, place.given));
      if (option) found = beginning_with(typed, option_values(L_, *option));
      if (!found.empty()) return {place.begin, std::move(found)};
    }
    const std::string_view begun = text.substr(place.last);
    std::set<std::string> names;
    if (place.separator == 0) {
      lua_pushglobaltable(L_);
      for (const std::string_view keyword : keywords)
        if (keyword.starts_with(begun)) names.emplace(keyword);
    } else if (!push_path(L_, place.object)) {
      return {place.begin, {}};
    }
    add_names(L_, begun, place.separator == ':', names);
    lua_pop(L_, 1);
    Completions found{place.begin, {}};
    const std::string before(text.substr(place.begin, place.last - place.begin));
    for (const std::string& name : names) found.candidates.push_back(before + name);
    return found;
  }

  /// After ? and ??: what the descriptors tell of, and what the name is of now.
  Completions public_names(std::size_t from) {
    while (from < text_.size() && is_blank(text_[from])) ++from;
    const std::string_view begun = text_.substr(from);
    Completions found = code(from);
    std::set<std::string> names;
    if (found.begin == from) names.insert(found.candidates.begin(), found.candidates.end());
    if (begun.starts_with("ng."))
      for (const catalog::Descriptor& descriptor : catalog::entries())
        if (descriptor.path().starts_with(begun)) names.insert(descriptor.path());
    for (const std::string_view keyword : keywords) names.erase(std::string(keyword));
    return {from, {names.begin(), names.end()}};
  }

  Completions command(std::size_t from) {
    const std::size_t space = std::min(text_.find_first_of(" \t", from), text_.size());
    const std::string_view name = text_.substr(from, space - from);
    if (space == text_.size()) {
      Completions found{from, {}};
      for (const PromptCommand& each : prompt_commands())
        if (each.name.starts_with(name))
          found.candidates.push_back(std::string(each.name) + (takes_none(each) ? "" : " "));
      return found;
    }
    const PromptCommand* found = find_prompt_command(name);
    const std::size_t argument = std::min(text_.find_first_not_of(" \t", space), text_.size());
    return found ? command_argument(*found, argument) : Completions{text_.size(), {}};
  }

  static bool takes_none(const PromptCommand& command) { return command.argument == PromptCommand::Argument::none; }

  Completions command_argument(const PromptCommand& command, std::size_t from) {
    const std::string_view begun = text_.substr(from);
    switch (command.argument) {
      case PromptCommand::Argument::none:
        break;
      case PromptCommand::Argument::file:
        return complete_file(from, begun);
      case PromptCommand::Argument::name:
        return public_names(from);
      case PromptCommand::Argument::module:
        return {from, known_modules(L_, begun)};
      case PromptCommand::Argument::code:
        return code(from);
      case PromptCommand::Argument::shell: {
        const std::size_t word = begun.find_last_of(" \t");
        const std::size_t skipped = word == std::string_view::npos ? 0 : word + 1;
        return complete_file(from + skipped, begun.substr(skipped));
      }
      case PromptCommand::Argument::command:
        break;
    }
    return {from, {}};
  }

  lua_State* L_;
  std::string_view text_;
};

struct Request {
  std::string_view text;
  Completions found;
};

int find_completions(lua_State* L) {
  auto& request = *static_cast<Request*>(lua_touserdata(L, 1));
  request.found = Completer(L, request.text).completions();
  return 0;
}

}  // namespace

Completions complete(lua_State* L, const std::string& before_cursor) {
  Request request{before_cursor, {before_cursor.size(), {}}};
  if (before_cursor.size() > longest_text) return request.found;
  lua_pushcfunction(L, bindings::native<find_completions>);
  lua_pushlightuserdata(L, &request);
  if (protected_call(L, 1, 0) != LUA_OK) lua_pop(L, 1);
  return std::move(request.found);
}

}  // namespace nilgrad::interpreter
