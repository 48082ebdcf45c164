#include "bindings/terminal.hpp"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "bindings/native.hpp"
#include "bindings/progress.hpp"
#include "bindings/terminal_answers.hpp"
#include "bindings/wait.hpp"

namespace nilgrad::bindings {
namespace {

/// The alternate screen, without a cursor and without an echo; as it was before at the end.
class Terminal {
 public:
  Terminal() {
    tcgetattr(STDIN_FILENO, &before_);
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);  // Ctrl-C stays a signal
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    write("\033[?1049h\033[?25l");
  }
  ~Terminal() {
    write("\033[?25h\033[?1049l");
    tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  static bool there() {
    const char* kind = std::getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && kind && std::string_view(kind) != "dumb";
  }

  static void write(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  }

 private:
  termios before_{};
};

}  // namespace

using TerminalPointer = std::unique_ptr<Terminal>;

template <>
struct TypeName<TerminalPointer> {
  static constexpr const char* value = "nilgrad.terminal";
};

namespace {

int open(lua_State* L) {
  if (!Terminal::there()) return 0;
  push<TerminalPointer>(L, std::make_unique<Terminal>());
  return 1;
}

/// terminal:show(lines): from the top; what was there before is gone, without a flicker
int show(lua_State* L) {
  check<TerminalPointer>(L, 1);
  std::string frame = "\033[H";
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TSTRING; ++i, lua_pop(L, 1)) {
    if (i > 1) frame += "\r\n";
    frame += lua_tostring(L, -1);
    frame += "\033[K";
  }
  Terminal::write(frame + "\033[J");
  return 0;
}

/// terminal:key(seconds) -> the key that was pressed within that time; an interrupt is raised
int key(lua_State* L) {
  check<TerminalPointer>(L, 1);
  if (!wait_for_input(STDIN_FILENO, monotonic_seconds() + luaL_checknumber(L, 2))) return 0;
  char letter = 0;
  if (read(STDIN_FILENO, &letter, 1) != 1) letter = 'q';  // the terminal is gone
  lua_pushlstring(L, &letter, 1);
  return 1;
}

/// terminal:size() -> rows, columns
int size(lua_State* L) {
  check<TerminalPointer>(L, 1);
  winsize room{};
  ioctl(STDOUT_FILENO, TIOCGWINSZ, &room);
  lua_pushinteger(L, room.ws_row > 0 ? room.ws_row : 24);
  lua_pushinteger(L, room.ws_col > 0 ? room.ws_col : 80);
  return 2;
}

}  // namespace

int open_native_terminal(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> methods{
      {{"show", native<show>}, {"key", native<key>}, {"size", native<size>}, {nullptr, nullptr}}};
  register_type<TerminalPointer>(L, methods.data());
  lua_newtable(L);
  lua_pushcfunction(L, native<open>);
  lua_setfield(L, -2, "open");
  add_terminal_answers(L);
  return 1;
}

}  // namespace nilgrad::bindings
