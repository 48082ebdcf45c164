#pragma once
#include <cstdio>
#include <string>
#include <string_view>

#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/editor/bulk_input.hpp"
#include "interpreter/prompt/editor/completion_menu.hpp"
#include "interpreter/prompt/editor/job_signals.hpp"
#include "interpreter/prompt/editor/unit_view.hpp"
#include "interpreter/prompt/history.hpp"

namespace nilgrad::interpreter {

/// readline edits, searches the history and knows the keys; what is seen is ours (UnitView), since its own display
/// takes time with the square of the text and shows no more than a screenful. It calls back without a context, so there
/// is one editor at a time.
class ReadlineEditor : public Editor {
 public:
  explicit ReadlineEditor(Language language);
  ~ReadlineEditor() override { current_ = nullptr; }
  Reading read(std::string& unit) override;

 private:
  static int on_getc(FILE* input);
  static void on_line(char* line);
  static int on_enter(int count, int key);
  static int on_tab(int count, int key);
  static int on_paste(int count, int key);
  static int on_clear_screen(int count, int key);
  static void on_redisplay();

  static void bind_keys();
  void read_input();
  void handle_signals(JobSignals& signals);
  void leave_unit(std::string_view last_words);
  Completions completions(const std::string& before);
  void show();
  void remember(const std::string& unit);

  static ReadlineEditor* current_;

  Language language_;
  History history_;
  BulkInput input_;
  UnitView view_;
  CompletionMenu menu_;
  std::string continued_;        // the prompt of further lines
  std::string* unit_ = nullptr;  // where the unit being read goes
  Reading reading_ = Reading::unit;
  bool done_ = false;
  bool shows_ = false;  // a unit is on the terminal
};

}  // namespace nilgrad::interpreter
