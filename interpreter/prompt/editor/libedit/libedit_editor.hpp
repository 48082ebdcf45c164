#pragma once
#include <histedit.h>

#include <memory>
#include <string>

#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/editor/bulk_input.hpp"
#include "interpreter/prompt/editor/completion_menu.hpp"
#include "interpreter/prompt/editor/job_signals.hpp"
#include "interpreter/prompt/history.hpp"

namespace nilgrad::interpreter {

/// libedit draws its text by itself: further lines of a chunk have no prompt of their own, a chunk with more lines than
/// the terminal is seen from its begin, and there is no undo of a paste alone.
class LibeditEditor : public Editor {
 public:
  explicit LibeditEditor(Language language);
  Reading read(std::string& unit) override;

 private:
  static LibeditEditor& of(EditLine* edit_line);
  static int read_key(EditLine* edit_line, wchar_t* key);
  static unsigned char on_enter(EditLine* edit_line, int key);
  static unsigned char on_newline(EditLine* edit_line, int key);
  static unsigned char on_tab(EditLine* edit_line, int key);
  static unsigned char on_paste(EditLine* edit_line, int key);
  static unsigned char on_up(EditLine* edit_line, int key);
  static unsigned char on_down(EditLine* edit_line, int key);

  void bind_keys();
  void handle_job_signal();
  std::string before_cursor() const;
  void show_menu() const;
  void remember(const std::string& unit);

  Language language_;
  std::unique_ptr<EditLine, void (*)(EditLine*)> edit_line_;
  std::unique_ptr<::History, void (*)(::History*)> list_;  // what Up and Ctrl-R find
  History history_;
  BulkInput input_;
  JobSignals* signals_ = nullptr;  // while a unit is read
  CompletionMenu menu_;
  std::string completed_;  // what Tab left before the cursor: a second Tab there lists
  std::string prompt_;
};

}  // namespace nilgrad::interpreter
