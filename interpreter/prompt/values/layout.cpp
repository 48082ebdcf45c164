#include "interpreter/prompt/values/layout.hpp"

#include <algorithm>
#include <vector>

#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t deepest = 8;

std::string indented(const std::string& text, std::size_t indent) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') out.append(indent, ' ');
  }
  return out;
}

bool is_one_line(const std::string& text) { return text.find('\n') == std::string::npos; }

class Layout {
 public:
  explicit Layout(std::size_t columns) : columns_(columns) {}

  /// At a level, `indent` columns in; what begins on the line already takes `used` more.
  std::string value(const ValueTree& value, std::size_t depth, std::size_t indent, std::size_t used) const {
    if (!value.is_table()) return indented(value.text, indent);
    if (depth == 0) return "{…}";
    std::vector<std::string> items;
    for (const ValueTree& each : value.items)
      items.push_back(each.key + this->value(each, depth - 1, indent + 2, columns_of(each.key)));
    return std::ranges::all_of(items, is_one_line) && fits(items, indent + used) ? on_one_line(items)
                                                                                 : filled(items, indent + 2);
  }

 private:
  static std::string on_one_line(const std::vector<std::string>& items) {
    std::string text = "{ ";
    for (const std::string& item : items) text += (&item == &items.front() ? "" : ", ") + item;
    return text + " }";
  }

  bool fits(const std::vector<std::string>& items, std::size_t indent) const {
    return indent + 2 + columns_of(on_one_line(items)) <= columns_;
  }

  std::string filled(const std::vector<std::string>& items, std::size_t indent) const {
    const std::string newline = "\n" + std::string(indent, ' ');
    std::string text = "{";
    std::size_t column = columns_;
    for (const std::string& item : items) {
      const std::size_t length = columns_of(item);
      const bool joins = is_one_line(item) && column + 1 + length < columns_;
      text += (joins ? " " : newline) + item + ",";
      column = !is_one_line(item) ? columns_ : joins ? column + length + 2 : indent + length + 1;
    }
    return text + newline.substr(0, newline.size() - 2) + "}";
  }

  std::size_t columns_;
};

}  // namespace

std::string lay_out(const ValueTree& value, std::size_t columns, std::size_t depth) {
  return Layout(std::max<std::size_t>(columns, 20)).value(value, depth, 0, 0);
}

std::string lay_out_within(const ValueTree& value, std::size_t columns, std::size_t lines) {
  std::string text;
  for (std::size_t depth = deepest; depth > 0; --depth) {
    text = lay_out(value, columns, depth);
    if (static_cast<std::size_t>(std::ranges::count(text, '\n')) < lines) break;
  }
  return text;
}

}  // namespace nilgrad::interpreter
