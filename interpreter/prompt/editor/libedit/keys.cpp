#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "interpreter/prompt/editor/libedit/libedit_editor.hpp"
#include "interpreter/prompt/editor/signal_gate.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {
namespace {

const wchar_t* line_begin(const LineInfoW& text, const wchar_t* place) {
  while (place > text.buffer && place[-1] != L'\n') --place;
  return place;
}

const wchar_t* line_end(const LineInfoW& text, const wchar_t* place) { return std::find(place, text.lastchar, L'\n'); }

std::string whole_text(EditLine* edit_line) {
  const LineInfo* text = el_line(edit_line);
  return {text->buffer, text->lastchar};
}

/// Keys that nobody has: libedit's own functions can be called by keys alone.
constexpr const char* finish_key = "\033[nilgrad-finish";

int characters_of(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace

void LibeditEditor::bind_keys() {
  EditLine* edit_line = edit_line_.get();
  // libedit keeps the names it is given here; narrow ones it would copy, and lose.
  const auto bind = [&](const wchar_t* name, unsigned char (*function)(EditLine*, int),
                        std::initializer_list<const wchar_t*> keys) {
    el_wset(edit_line, EL_ADDFN, name, name, function);
    for (const wchar_t* key : keys) el_wset(edit_line, EL_BIND, key, name, nullptr);
  };
  bind(L"nilgrad-enter", on_enter, {L"^M", L"^J"});
  bind(L"nilgrad-newline", on_newline, {L"\\e^M", L"\\e^J"});
  bind(L"nilgrad-complete", on_tab, {L"^I"});
  bind(L"nilgrad-paste", on_paste, {L"\\e[200~"});
  bind(L"nilgrad-up", on_up, {L"\\e[A", L"\\eOA"});
  bind(L"nilgrad-down", on_down, {L"\\e[B", L"\\eOB"});
  el_wset(edit_line, EL_BIND, L"^R", L"em-inc-search-prev", nullptr);
  el_wset(edit_line, EL_BIND, L"\\e[nilgrad-finish", L"ed-newline", nullptr);
}

unsigned char LibeditEditor::on_enter(EditLine* edit_line, int) {
  if (of(edit_line).language_.incomplete(whole_text(edit_line))) return on_newline(edit_line, 0);
  el_push(edit_line, finish_key);
  return CC_NORM;
}

unsigned char LibeditEditor::on_newline(EditLine* edit_line, int) {
  return el_insertstr(edit_line, "\n") == 0 ? CC_REFRESH : CC_ERROR;
}

std::string LibeditEditor::before_cursor() const {
  const LineInfo* text = el_line(edit_line_.get());
  return {text->buffer, text->cursor};
}

unsigned char LibeditEditor::on_tab(EditLine* edit_line, int) {
  LibeditEditor& self = of(edit_line);
  const std::string before = self.before_cursor();
  if (self.menu_.is_open() && before == self.completed_) {
    self.menu_.next_page();
    self.show_menu();
    return CC_REDISPLAY;
  }
  self.menu_.close();
  const bool again = before == self.completed_;
  Completions completions;
  {
    const SignalGate::Opening opening;
    completions = self.language_.completions(before);
  }
  const std::string word = before.substr(completions.begin), better = completed(word, completions);
  if (better != word) {
    el_deletestr(edit_line, characters_of(word));
    el_insertstr(edit_line, better.c_str());
    self.completed_ = self.before_cursor();
    return CC_REFRESH;
  }
  self.completed_ = before;
  if (!again || completions.candidates.size() < 2) return completions.candidates.size() == 1 ? CC_NORM : CC_ERROR;
  self.menu_.open(completions.candidates);
  self.show_menu();
  return CC_REDISPLAY;
}

/// Below what is typed, which is written once more under it.
void LibeditEditor::show_menu() const {
  std::fputs("\n", stdout);
  for (const std::string& line : menu_.lines(terminal_size(STDOUT_FILENO))) std::puts(line.c_str());
  std::fflush(stdout);
}

unsigned char LibeditEditor::on_paste(EditLine* edit_line, int) {
  const std::optional<std::string> text = of(edit_line).input_.take_paste();
  if (!text) return CC_REFRESH;
  return el_insertstr(edit_line, text->c_str()) == 0 ? CC_REFRESH : CC_ERROR;
}

/// In the chunk's first line to the unit before.
unsigned char LibeditEditor::on_up(EditLine* edit_line, int) {
  const LineInfoW* text = el_wline(edit_line);
  const wchar_t* begin = line_begin(*text, text->cursor);
  if (begin == text->buffer) {
    el_push(edit_line, "\020");  // Ctrl-P
    return CC_NORM;
  }
  const wchar_t* above = line_begin(*text, begin - 1);
  el_cursor(edit_line, static_cast<int>(std::min(above + (text->cursor - begin), begin - 1) - text->cursor));
  return CC_CURSOR;
}

unsigned char LibeditEditor::on_down(EditLine* edit_line, int) {
  const LineInfoW* text = el_wline(edit_line);
  const wchar_t* end = line_end(*text, text->cursor);
  if (end == text->lastchar) {
    el_push(edit_line, "\016");  // Ctrl-N
    return CC_NORM;
  }
  const std::ptrdiff_t column = text->cursor - line_begin(*text, text->cursor);
  el_cursor(edit_line, static_cast<int>(std::min(end + 1 + column, line_end(*text, end + 1)) - text->cursor));
  return CC_CURSOR;
}

}  // namespace nilgrad::interpreter
