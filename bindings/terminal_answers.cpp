#include "bindings/terminal_answers.hpp"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/native.hpp"
#include "bindings/progress.hpp"
#include "bindings/wait.hpp"

namespace nilgrad::bindings {
namespace {

/// Standard input, byte by byte and without an echo; as it was before at the end, without what came too late.
class Unechoed {
 public:
  Unechoed() {
    tcgetattr(STDIN_FILENO, &before_);
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);  // Ctrl-C stays a signal
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  }
  ~Unechoed() { tcsetattr(STDIN_FILENO, whole_ ? TCSANOW : TCSAFLUSH, &before_); }
  Unechoed(const Unechoed&) = delete;
  Unechoed& operator=(const Unechoed&) = delete;

  static bool typed_ahead() {
    int waiting = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;
  }

  /// The answer came to its end: what follows was typed.
  void keep_the_rest() { whole_ = true; }

 private:
  termios before_{};
  bool whole_ = false;
};

bool may_be_asked() { return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp(); }

/// One byte within the time that is left.
std::optional<char> next_byte(double until) {
  char byte = 0;
  if (!wait_for_input(STDIN_FILENO, until) || read(STDIN_FILENO, &byte, 1) != 1) return {};
  return byte;
}

/// Whether the answers end in a control sequence whose final letter is `last`, as in "\e[?62;4c".
bool ends_in(std::string_view answers, char last) {
  if (answers.empty() || answers.back() != last) return false;
  const auto start = answers.rfind("\033[");
  if (start == std::string_view::npos) return false;
  const auto parameters = answers.substr(start + 2, answers.size() - start - 3);
  return parameters.find_first_not_of("?;0123456789") == std::string_view::npos;
}

int ask(lua_State* L) {
  const std::string_view question = luaL_checkstring(L, 1);
  const char last = *luaL_checkstring(L, 2);
  const double until = monotonic_seconds() + luaL_checknumber(L, 3);
  if (!may_be_asked()) return 0;
  std::string answers;
  {
    Unechoed terminal;
    if (Unechoed::typed_ahead()) {
      terminal.keep_the_rest();
      return 0;
    }
    std::fwrite(question.data(), 1, question.size(), stdout);
    std::fflush(stdout);
    while (const auto byte = next_byte(until)) {
      answers += *byte;
      if (!ends_in(answers, last)) continue;
      terminal.keep_the_rest();
      break;
    }
  }
  push_string(L, answers);
  return 1;
}

int room(lua_State* L) {
  if (!isatty(STDOUT_FILENO)) return 0;
  winsize size{};
  ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  lua_pushinteger(L, size.ws_row > 0 ? size.ws_row : 24);
  lua_pushinteger(L, size.ws_col > 0 ? size.ws_col : 80);
  lua_pushinteger(L, size.ws_xpixel);
  lua_pushinteger(L, size.ws_ypixel);
  return 4;
}

int gnuplot(lua_State* L) {
  const char* path = std::getenv("PATH");
  std::string_view folders = path ? path : "";
  bool found = false;
  while (!found && !folders.empty()) {
    const auto end = std::min(folders.find(':'), folders.size());
    found = access((std::string(folders.substr(0, end)) + "/gnuplot").c_str(), X_OK) == 0;
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  lua_pushboolean(L, found);
  return 1;
}

}  // namespace

void add_terminal_answers(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> functions{
      {{"ask", native<ask>}, {"room", native<room>}, {"gnuplot", native<gnuplot>}, {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
