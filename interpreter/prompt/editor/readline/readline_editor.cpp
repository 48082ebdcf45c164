#include "interpreter/prompt/editor/readline/readline_editor.hpp"

#include <unistd.h>

#include <cstdlib>

#include <readline/history.h>
#include <readline/readline.h>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor/readline/keys.hpp"
#include "interpreter/prompt/editor/signal_gate.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {
namespace {

/// In bold where there are colours, which take no room.
std::string decorated(const std::string& prompt) {
  const auto invisible = [](std::string_view sequence) {
    return sequence.empty() ? "" : RL_PROMPT_START_IGNORE + std::string(sequence) + RL_PROMPT_END_IGNORE;
  };
  return invisible(begin_colour(Colour::prompt, STDOUT_FILENO)) + prompt + invisible(end_colour(STDOUT_FILENO));
}

/// A search, a repeat count or a key of several bytes has begun.
bool is_amid_a_command() {
  return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG | RL_STATE_METANEXT | RL_STATE_MULTIKEY |
                    RL_STATE_MOREINPUT | RL_STATE_CHARSEARCH | RL_STATE_VIMOTION | RL_STATE_MACROINPUT);
}

}  // namespace

ReadlineEditor* ReadlineEditor::current_ = nullptr;

ReadlineEditor::ReadlineEditor(Language language) : language_(std::move(language)), history_(history_path()) {
  current_ = this;
  rl_readline_name = "nilgrad";
  rl_catch_signals = rl_catch_sigwinch = 0;  // it obeys amid a command, where the view has not left what is typed
  rl_change_environment = 0;                 // programs that are started measure the terminal themselves
  rl_redisplay_function = on_redisplay;
  rl_getc_function = on_getc;
  rl_initialize();
  rl_variable_bind("enable-bracketed-paste", "on");
  rl_variable_bind("revert-all-at-newline", "on");  // a recalled unit that is edited stays as it was in the history
  rl_variable_bind("echo-control-characters", "off");
  bind_keys();
  using_history();
  stifle_history(History::limit);
  for (const std::string& unit : history_.load()) add_history(unit.c_str());
}

/// Ctrl-@, a key that changes nothing, when a signal is to be dealt with first.
int ReadlineEditor::on_getc(FILE*) {
  static constexpr int set_mark = 0;
  return current_->input_.next_key_byte().value_or(set_mark);
}

void ReadlineEditor::bind_keys() {
  bind_line_keys();
  rebind(rl_newline, on_enter);
  rebind(rl_complete, on_tab);
  rebind(rl_clear_screen, on_clear_screen);
  rebind(rl_bracketed_paste_begin, on_paste);
}

Reading ReadlineEditor::read(std::string& unit) {
  const InterruptScope editing(nullptr);
  unit.clear();
  unit_ = &unit;
  done_ = false;
  const std::string prompt = decorated(language_.prompt(false));
  continued_ = decorated(language_.prompt(true));
  const SignalGate gate;
  JobSignals signals;
  shows_ = true;
  rl_callback_handler_install(prompt.c_str(), on_line);
  bind_terminal_keys();
  while (!done_) {
    if (input_.wait()) read_input();
    if (!done_) handle_signals(signals);
  }
  if (reading_ == Reading::unit) remember(unit);
  return reading_;
}

void ReadlineEditor::read_input() {
  if (input_.is_pouring() && !is_amid_a_command() && rl_editing_mode == 1) {
    const std::string text = input_.take_text();
    if (!text.empty()) {
      rl_insert_text(text.c_str());
      rl_last_func = rl_insert;
      on_redisplay();
      return;
    }
  }
  rl_callback_read_char();
}

/// What is typed stays on the terminal, above what comes now.
void ReadlineEditor::leave_unit(std::string_view last_words) {
  if (!shows_) return;
  menu_.close();
  rl_point = rl_end;
  show();
  view_.leave(last_words);
  shows_ = false;
}

/// Stopped by Ctrl-Z, the process goes on within; ended by SIGTERM or SIGHUP, it does not.
void ReadlineEditor::handle_signals(JobSignals& signals) {
  if (interrupted()) {
    leave_unit("^C");
    reading_ = Reading::interrupted;
    done_ = true;
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_callback_handler_remove();
    return;
  }
  if (!JobSignals::noted()) return;
  if (JobSignals::must_obey()) {
    const int point = rl_point;
    leave_unit("");
    rl_point = point;
    rl_cleanup_after_signal();
    signals.obey();
    rl_reset_after_signal();
    shows_ = true;
  }
  JobSignals::forget_new_size();
  show();
}

void ReadlineEditor::on_line(char* line) {
  rl_callback_handler_remove();  // the terminal is as the program found it while code runs
  current_->done_ = true;
  current_->reading_ = line ? Reading::unit : Reading::end;
  if (line) *current_->unit_ = line;
  current_->leave_unit("");
  std::free(line);
}

/// Once for keys that have come together.
void ReadlineEditor::on_redisplay() {
  if (current_->shows_ && !current_->input_.is_waiting()) current_->show();
}

void ReadlineEditor::show() {
  if (rl_last_func != on_tab) menu_.close();
  view_.show({{rl_line_buffer, static_cast<std::size_t>(rl_end)},
              static_cast<std::size_t>(rl_point),
              rl_display_prompt ? rl_display_prompt : "",
              continued_,
              menu_.lines(terminal_size(STDOUT_FILENO))});
}

void ReadlineEditor::remember(const std::string& unit) {
  if (is_blank(unit)) return;
  for (int i = history_length - 1; i >= 0; --i) {
    if (unit != history_list()[i]->line) continue;
    if (i == history_length - 1) return;
    free_history_entry(remove_history(i));
  }
  add_history(unit.c_str());
  history_.append(unit);
}

std::unique_ptr<Editor> open_line_editor(Language language) {
  return std::make_unique<ReadlineEditor>(std::move(language));
}

std::string editor_name() { return std::string("readline ") + rl_library_version; }

}  // namespace nilgrad::interpreter
