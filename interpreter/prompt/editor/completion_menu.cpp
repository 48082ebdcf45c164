#include "interpreter/prompt/editor/completion_menu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/prompt/editor/glyph.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t gap = 2;  // columns

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string common_beginning(const std::vector<std::string>& texts) {
  std::size_t length = texts[0].size();
  for (const std::string& text : texts)
    length = static_cast<std::size_t>(std::ranges::mismatch(texts[0].begin(),
                                                            texts[0].begin() + static_cast<std::ptrdiff_t>(length),
                                                            text.begin(), text.end())
                                          .in1 -
                                      texts[0].begin());
  while (length > 0 && length < texts[0].size() && continues_character(texts[0][length])) --length;
  return texts[0].substr(0, length);
}

}  // namespace

std::string completed(std::string_view word, const Completions& completions) {
  const std::vector<std::string>& candidates = completions.candidates;
  if (candidates.empty()) return std::string(word);
  if (candidates.size() == 1) return candidates[0];
  const std::string common = common_beginning(candidates);
  return common.size() >= word.size() ? common : std::string(word);
}

/// What all have before their last dot says nothing: "string.rep" is listed as "rep".
void CompletionMenu::open(const std::vector<std::string>& candidates) {
  names_ = candidates;
  page_ = 0;
  if (candidates.empty()) return;
  const std::size_t cut = common_beginning(candidates).find_last_of(".:/");
  if (cut == std::string::npos) return;
  if (std::ranges::any_of(names_, [&](const std::string& name) { return name.size() == cut + 1; })) return;
  for (std::string& name : names_) name.erase(0, cut + 1);
}

std::vector<std::string> CompletionMenu::lines(TerminalSize size) const {
  if (names_.empty()) return {};
  std::size_t widest = 0;
  for (const std::string& name : names_) widest = std::max(widest, static_cast<std::size_t>(columns_shown(name)));
  const std::size_t columns = std::max<std::size_t>(1, (static_cast<std::size_t>(size.columns) + gap) / (widest + gap));
  const std::size_t most_rows = std::max<std::size_t>(1, static_cast<std::size_t>(size.rows) / 2);
  const std::size_t most = columns * most_rows, pages = (names_.size() + most - 1) / most;
  const std::size_t first = page_ % pages * most, count = std::min(names_.size() - first, most);
  const std::size_t rows = (count + columns - 1) / columns;
  std::vector<std::string> lines(rows);
  for (std::size_t i = 0; i < count; ++i) {  // down the first column, then the second
    std::string& line = lines[i % rows];
    const auto begin = (i / rows) * (widest + gap);
    line.append(begin - std::min(begin, static_cast<std::size_t>(columns_shown(line))), ' ');
    line += names_[first + i];
  }
  if (pages > 1)
    lines.push_back(fmt::format("({}-{} of {}; Tab shows {})", first + 1, first + count, names_.size(),
                                first + count < names_.size() ? "more" : "the first"));
  return lines;
}

}  // namespace nilgrad::interpreter
