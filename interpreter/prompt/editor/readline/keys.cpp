#include "interpreter/prompt/editor/readline/keys.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <readline/history.h>
#include <readline/readline.h>

#include "interpreter/prompt/editor/glyph.hpp"

namespace nilgrad::interpreter {
namespace {

std::string_view text() { return {rl_line_buffer, static_cast<std::size_t>(rl_end)}; }

int line_begin(int position) {
  const std::size_t newline =
      position > 0 ? text().rfind('\n', static_cast<std::size_t>(position) - 1) : std::string_view::npos;
  return newline == std::string_view::npos ? 0 : static_cast<int>(newline) + 1;
}

int line_end(int position) {
  return static_cast<int>(std::min(text().find('\n', static_cast<std::size_t>(position)), text().size()));
}

/// Going up and down keeps to this column, also past lines that are shorter.
int wanted_column = 0;

int move_up(int count, int key);
int move_down(int count, int key);

void note_column() {
  if (rl_last_func == move_up || rl_last_func == move_down) return;
  const int begin = line_begin(rl_point);
  wanted_column =
      columns_shown(text().substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(rl_point - begin)));
}

void move_into_line(int begin) {
  std::string_view rest =
      text().substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(line_end(begin) - begin));
  for (int column = 0; !rest.empty();) {
    std::string_view after = rest;
    column += take_glyph(after, column).width;
    if (column > wanted_column) break;
    rest = after;
  }
  rl_point = static_cast<int>(rest.data() - rl_line_buffer);
}

/// From the first line to the unit before, at the end of its first line: the next Up goes on to the one before that.
int move_up(int count, int key) {
  note_column();
  const int begin = line_begin(rl_point);
  if (begin > 0) {
    move_into_line(line_begin(begin - 1));
    return 0;
  }
  rl_get_previous_history(count, key);
  rl_point = line_end(0);
  wanted_column = columns_shown(text().substr(0, static_cast<std::size_t>(rl_point)));
  return 0;
}

int move_down(int count, int key) {
  note_column();
  const int end = line_end(rl_point);
  if (end < rl_end) {
    move_into_line(end + 1);
    return 0;
  }
  rl_get_next_history(count, key);
  rl_point = rl_end;
  return 0;
}

/// Pressed again, to the begin of all.
int move_to_begin(int, int) {
  rl_point = rl_last_func == move_to_begin ? 0 : line_begin(rl_point);
  return 0;
}

int move_to_end(int, int) {
  rl_point = rl_last_func == move_to_end ? rl_end : line_end(rl_point);
  return 0;
}

/// At the end of a line its newline goes.
int kill_to_end(int, int) {
  const int end = line_end(rl_point);
  const int last = end == rl_point ? std::min(end + 1, rl_end) : end;
  return rl_kill_text(rl_point, last);
}

int kill_to_begin(int, int) {
  const int begin = line_begin(rl_point);
  const int first = begin == rl_point ? std::max(begin - 1, 0) : begin;
  rl_kill_text(rl_point, first);
  rl_point = first;
  return 0;
}

/// readline puts bytes together to characters before it inserts them, and loses some where they are none.
int insert_byte(int count, int key) {
  const char byte[] = {static_cast<char>(key), '\0'};
  for (int i = 0; i < count; ++i) rl_insert_text(byte);
  return 0;
}

int insert_newline(int, int) { return rl_insert_text("\n") > 0 ? 0 : 1; }

}  // namespace

void rebind(int (*readlines)(int, int), int (*ours)(int, int)) {
  for (Keymap map : {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap}) {
    char** keys = rl_invoking_keyseqs_in_map(readlines, map);
    for (char** key = keys; key && *key; ++key) {
      rl_bind_keyseq_in_map(*key, ours, map);
      std::free(*key);
    }
    std::free(keys);
  }
}

void bind_line_keys() {
  rebind(rl_get_previous_history, move_up);
  rebind(rl_get_next_history, move_down);
  rebind(rl_beg_of_line, move_to_begin);
  rebind(rl_end_of_line, move_to_end);
  rebind(rl_kill_line, kill_to_end);
  for (Keymap map : {emacs_standard_keymap, vi_insertion_keymap})
    for (int byte = 0x80; byte <= 0xff; ++byte)
      if (map[byte].type == ISFUNC && map[byte].function == rl_insert) map[byte].function = insert_byte;
  for (const char* key : {"\\e\\C-m", "\\e\\C-j"})
    rl_bind_keyseq_in_map(key, insert_newline, emacs_standard_keymap);  // Alt-Enter
}

void bind_terminal_keys() { rebind(rl_unix_line_discard, kill_to_begin); }

}  // namespace nilgrad::interpreter
