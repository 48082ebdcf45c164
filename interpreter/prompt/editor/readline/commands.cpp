// What keys do that ask the language, or write to the terminal.
// readline's headers need stdio's FILE before them.
#include <cstdio>
#include <optional>

#include <readline/readline.h>

#include "interpreter/prompt/editor/readline/readline_editor.hpp"
#include "interpreter/prompt/editor/signal_gate.hpp"

namespace nilgrad::interpreter {
namespace {

void replace_before_cursor(int begin, const std::string& text) {
  rl_begin_undo_group();
  rl_delete_text(begin, rl_point);
  rl_point = begin;
  rl_insert_text(text.c_str());
  rl_end_undo_group();
}

}  // namespace

/// Enter ends a whole chunk and opens another line in one that is not: a chunk is one edit and one history unit.
int ReadlineEditor::on_enter(int count, int key) {
  if (current_->language_.incomplete(rl_line_buffer)) {
    rl_insert_text("\n");
    return 0;
  }
  current_->leave_unit("");
  return rl_newline(count, key);
}

int ReadlineEditor::on_tab(int, int) {
  CompletionMenu& menu = current_->menu_;
  const bool again = rl_last_func == on_tab;
  if (again && menu.is_open()) {
    menu.next_page();
    return 0;
  }
  const std::string before(rl_line_buffer, static_cast<std::size_t>(rl_point));
  const std::size_t line = before.rfind('\n');
  if (line != std::string::npos && before.find_first_not_of(' ', line + 1) == std::string::npos) {
    rl_insert_text("  ");
    return 0;
  }
  const Completions completions = current_->completions(before);
  const std::string word = before.substr(completions.begin), better = completed(word, completions);
  if (better != word)
    replace_before_cursor(static_cast<int>(completions.begin), better);
  else if (again && completions.candidates.size() > 1)
    menu.open(completions.candidates);
  else if (completions.candidates.size() != 1)
    rl_ding();
  return 0;
}

/// Which may take its time, and can be interrupted.
Completions ReadlineEditor::completions(const std::string& before) {
  const SignalGate::Opening opening;
  return language_.completions(before);
}

int ReadlineEditor::on_paste(int, int) {
  if (const std::optional<std::string> text = current_->input_.take_paste()) rl_insert_text(text->c_str());
  return 0;
}

int ReadlineEditor::on_clear_screen(int, int) {
  current_->view_.clear_screen();
  return 0;
}

}  // namespace nilgrad::interpreter
