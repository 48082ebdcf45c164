#include "interpreter/prompt/editor/libedit/libedit_editor.hpp"

#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor/signal_gate.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr const char* paste_mode = "\033[?2004h";
constexpr const char* no_paste_mode = "\033[?2004l";
constexpr char literal = '\1';  // around what takes no room

void write_out(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

/// In bold but for its last character: libedit loses a sequence that nothing follows.
std::string decorated(const std::string& prompt) {
  const std::string_view begin = begin_colour(Colour::prompt, STDOUT_FILENO), end = end_colour(STDOUT_FILENO);
  if (begin.empty() || prompt.empty() || prompt.back() != ' ') return prompt;
  std::string text;
  text.append(1, literal).append(begin).append(1, literal).append(prompt, 0, prompt.size() - 1);
  return text.append(1, literal).append(end).append(1, literal).append(" ");
}

}  // namespace

LibeditEditor& LibeditEditor::of(EditLine* edit_line) {
  void* self = nullptr;
  el_get(edit_line, EL_CLIENTDATA, &self);
  return *static_cast<LibeditEditor*>(self);
}

LibeditEditor::LibeditEditor(Language language)
    : language_(std::move(language)),
      edit_line_((std::setlocale(LC_CTYPE, ""), el_init("nilgrad", stdin, stdout, stderr)), el_end),
      list_(history_init(), history_end),
      history_(history_path()) {
  EditLine* edit_line = edit_line_.get();
  el_set(edit_line, EL_CLIENTDATA, this);
  el_set(edit_line, EL_EDITOR, "emacs");
  el_set(edit_line, EL_SIGNAL, 0);
  el_set(edit_line, EL_GETCFN, read_key);
  el_set(
      edit_line, EL_PROMPT_ESC, +[](EditLine* self) { return of(self).prompt_.data(); }, literal);
  el_set(edit_line, EL_HIST, history, list_.get());
  bind_keys();
  el_source(edit_line, nullptr);  // ~/.editrc
  HistEvent event;
  history(list_.get(), &event, H_SETSIZE, static_cast<int>(History::limit));
  for (const std::string& unit : history_.load()) history(list_.get(), &event, H_ENTER, unit.c_str());
}

Reading LibeditEditor::read(std::string& unit) {
  const InterruptScope editing(nullptr);
  prompt_ = decorated(language_.prompt(false));
  completed_.clear();
  const SignalGate gate;
  JobSignals signals;
  signals_ = &signals;
  el_set(edit_line_.get(), EL_PREP_TERM,
         1);  // libedit itself would do so after the prompt: keys typed at once were echoed
  write_out(paste_mode);
  int length = 0;
  const char* text = el_gets(edit_line_.get(), &length);
  const bool ended = !text || length <= 0;
  if (ended) write_out(interrupted() ? "^C\n" : "\n");
  write_out(no_paste_mode);
  signals_ = nullptr;
  unit.clear();
  if (interrupted()) return Reading::interrupted;
  if (ended) return Reading::end;
  unit.assign(text, static_cast<std::size_t>(length) - 1);  // without the newline
  remember(unit);
  return Reading::unit;
}

void LibeditEditor::remember(const std::string& unit) {
  if (is_blank(unit)) return;
  HistEvent event;
  for (int found = history(list_.get(), &event, H_FIRST); found >= 0; found = history(list_.get(), &event, H_NEXT)) {
    if (unit != event.str) continue;
    history(list_.get(), &event, H_DEL, event.num);
    std::free(const_cast<char*>(event.str));  // a copy, which is ours
    break;
  }
  history(list_.get(), &event, H_ENTER, unit.c_str());
  history_.append(unit);
}

/// 1 when there is a key, 0 at the end of the input. Bytes that are no character of the locale become U+FFFD.
int LibeditEditor::read_key(EditLine* edit_line, wchar_t* key) {
  LibeditEditor& self = of(edit_line);
  std::mbstate_t state{};
  while (!interrupted()) {
    const std::optional<int> next = self.input_.next_key_byte();
    if (next == EOF) return 0;
    if (next) {
      const char byte = static_cast<char>(*next);
      const std::size_t decoded = std::mbrtowc(key, &byte, 1, &state);
      if (decoded == static_cast<std::size_t>(-2)) continue;  // there is more to this character
      if (decoded == static_cast<std::size_t>(-1)) *key = L'\uFFFD';
      return 1;
    }
    if (JobSignals::noted()) self.handle_job_signal();
  }
  errno = EINTR;
  return -1;
}

void LibeditEditor::handle_job_signal() {
  EditLine* edit_line = edit_line_.get();
  JobSignals::forget_new_size();
  el_resize(edit_line);
  if (!JobSignals::must_obey()) return;
  el_set(edit_line, EL_PREP_TERM, 0);
  write_out(std::string("\n") + no_paste_mode);
  signals_->obey();
  write_out(paste_mode);
  el_set(edit_line, EL_PREP_TERM, 1);
  el_set(edit_line, EL_REFRESH);
}

std::unique_ptr<Editor> open_line_editor(Language language) {
  return std::make_unique<LibeditEditor>(std::move(language));
}

std::string editor_name() { return "libedit " + std::to_string(LIBEDIT_MAJOR) + "." + std::to_string(LIBEDIT_MINOR); }

}  // namespace nilgrad::interpreter
