#include <poll.h>
#include <unistd.h>

// readline's headers need stdio's FILE before them.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <readline/history.h>
#include <readline/readline.h>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/history.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {
namespace {

/// readline calls back without a context, so there is one editor at a time.
class ReadlineEditor : public Editor {
 public:
  explicit ReadlineEditor(Language language);
  ~ReadlineEditor() override { current_ = nullptr; }
  Reading read(std::string& unit) override;

 private:
  static void on_line(char* line);
  static int on_enter(int count, int key);
  static char** on_complete(const char* word, int start, int end);
  static char* next_completion(const char* word, int state);
  void remember(const std::string& unit);

  static ReadlineEditor* current_;

  Language language_;
  History history_{history_path()};
  std::string* unit_ = nullptr;  // where the unit being read goes
  Reading reading_ = Reading::unit;
  bool done_ = false;
  std::vector<std::string> completions_;
};

ReadlineEditor* ReadlineEditor::current_ = nullptr;

/// In bold where there are colours; readline must know which bytes take no room.
std::string decorated(const std::string& prompt) {
  const auto invisible = [](std::string_view sequence) {
    return RL_PROMPT_START_IGNORE + std::string(sequence) + RL_PROMPT_END_IGNORE;
  };
  return invisible(begin_colour(Colour::prompt, STDOUT_FILENO)) + prompt + invisible(end_colour(STDOUT_FILENO));
}

ReadlineEditor::ReadlineEditor(Language language) : language_(std::move(language)) {
  current_ = this;
  rl_readline_name = "nilgrad";
  rl_persistent_signal_handlers = 1;  // so that Ctrl-Z and SIGTERM find the terminal restored, also between keys
  rl_attempted_completion_function = on_complete;
  rl_basic_word_break_characters = " \t\n\"'`@$><=;|&{}()[]+-*/%^~#,?";  // a dot or colon is part of the word
  rl_variable_bind("enable-bracketed-paste", "on");
  for (Keymap map : {emacs_standard_keymap, vi_insertion_keymap}) {
    rl_bind_key_in_map('\r', on_enter, map);
    rl_bind_key_in_map('\n', on_enter, map);
  }
  using_history();
  for (const std::string& unit : history_.load()) add_history(unit.c_str());
}

Reading ReadlineEditor::read(std::string& unit) {
  const InterruptScope editing(nullptr);
  unit.clear();
  unit_ = &unit;
  done_ = false;
  rl_callback_handler_install(decorated(language_.prompt(false)).c_str(), on_line);
  while (!done_) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (poll(&input, 1, -1) > 0) rl_callback_read_char();
    const bool stopped = rl_pending_signal() == SIGTSTP;
    rl_check_signals();
    if (stopped) rl_forced_update_display();
    if (!interrupted() || done_) continue;
    reading_ = Reading::interrupted;
    done_ = true;
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_callback_handler_remove();
    std::fputs("\n", stdout);
  }
  if (reading_ == Reading::unit) remember(unit);
  return reading_;
}

void ReadlineEditor::on_line(char* line) {
  rl_callback_handler_remove();  // the terminal is as the program found it while code runs
  current_->done_ = true;
  current_->reading_ = line ? Reading::unit : Reading::end;
  if (line)
    *current_->unit_ = line;
  else
    std::fputs("\n", stdout);
  std::free(line);
}

/// Enter ends a whole chunk and opens another line in one that is not: a chunk is one edit and one history unit.
int ReadlineEditor::on_enter(int count, int key) {
  if (!current_->language_.incomplete(rl_line_buffer)) return rl_newline(count, key);
  rl_insert_text("\n");
  return 0;
}

char** ReadlineEditor::on_complete(const char* word, int, int end) {
  rl_attempted_completion_over = 1;  // no file names
  rl_completion_append_character = '\0';
  current_->completions_ =
      current_->language_.completions(std::string(rl_line_buffer, static_cast<std::size_t>(end))).candidates;
  return rl_completion_matches(word, next_completion);
}

char* ReadlineEditor::next_completion(const char*, int) {
  auto& completions = current_->completions_;
  if (completions.empty()) return nullptr;
  char* completion = strdup(completions.back().c_str());  // readline frees it
  completions.pop_back();
  return completion;
}

void ReadlineEditor::remember(const std::string& unit) {
  if (unit.find_first_not_of(" \t\n") == std::string::npos) return;
  for (int i = history_length - 1; i >= 0; --i) {
    if (unit != history_list()[i]->line) continue;
    if (i == history_length - 1) return;
    free_history_entry(remove_history(i));
  }
  add_history(unit.c_str());
  history_.append(unit);
}

}  // namespace

std::unique_ptr<Editor> open_line_editor(Language language) {
  return std::make_unique<ReadlineEditor>(std::move(language));
}

std::string editor_name() { return std::string("readline ") + rl_library_version; }

}  // namespace nilgrad::interpreter
