#include "interpreter/prompt/editor/bulk_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string_view>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor/job_signals.hpp"
#include "interpreter/prompt/editor/signal_gate.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t block = 65536;  // bytes; a terminal gives at most 4096 at a time
constexpr std::string_view paste_end = "\033[201~";
constexpr int silence = 300;  // milliseconds after which nothing more of a paste is to come

bool is_stopped() { return JobSignals::noted() || interrupted(); }

bool is_printable(char byte) { return static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f; }

/// `timeout` in milliseconds; without one when negative.
bool wait_for_input(int timeout) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, timeout) > 0;
}

/// A terminal pastes the Enter key for a newline; a NUL byte would end an editor's text.
std::string as_typed(const std::string& paste) {
  std::string text;
  for (std::size_t i = 0; i < paste.size(); ++i) {
    if (paste[i] == '\r' && i + 1 < paste.size() && paste[i + 1] == '\n') continue;
    if (paste[i] == '\0')
      text += "\xEF\xBF\xBD";  // U+FFFD
    else
      text += paste[i] == '\r' ? '\n' : paste[i];
  }
  return text;
}

}  // namespace

BulkInput::BulkInput() : terminal_(open("/dev/stdin", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}

bool BulkInput::wait() const {
  sigset_t none;
  sigemptyset(&none);
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (is_stopped()) return false;
  return has_bytes() || ppoll(&input, 1, nullptr, &none) > 0;
}

/// Never waits, but on a terminal that may not be opened once more: Ctrl-C empties its queue, so that what was there to
/// read may be gone. -1 when nothing is there, 0 at the end.
ssize_t BulkInput::read(void* to, std::size_t most) const {
  const ssize_t length = ::read(terminal_.number() >= 0 ? terminal_.number() : STDIN_FILENO, to, most);
  return length < 0 && errno != EAGAIN && errno != EINTR ? 0 : length;
}

/// One byte alone: what follows may be for the code that it starts.
std::optional<int> BulkInput::next_key_byte() {
  if (has_bytes()) return take_byte();
  while (wait()) {
    unsigned char byte = 0;
    const ssize_t length = read(&byte, 1);
    if (length > 0) return byte;
    if (length == 0) return EOF;
  }
  return std::nullopt;
}

std::size_t BulkInput::waiting() const {
  int unread = 0;
  if (ioctl(STDIN_FILENO, FIONREAD, &unread) != 0) unread = 0;
  return ahead_.size() - taken_ + static_cast<std::size_t>(unread);
}

/// False at the end.
bool BulkInput::read_block() {
  ahead_.erase(0, taken_);
  taken_ = 0;
  const std::size_t before = ahead_.size();
  ahead_.resize(before + block);
  const ssize_t length = read(ahead_.data() + before, block);
  ahead_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return length != 0;
}

std::string BulkInput::take_text() {
  if (!has_bytes()) read_block();
  const auto begin = ahead_.begin() + static_cast<std::ptrdiff_t>(taken_);
  const auto end = std::find_if_not(begin, ahead_.end(), is_printable);
  taken_ += static_cast<std::size_t>(end - begin);
  return {begin, end};
}

std::optional<std::string> BulkInput::take_paste() {
  const SignalGate::Opening opening;
  std::size_t searched = taken_;
  while (true) {
    const std::size_t end = ahead_.find(paste_end, searched);
    if (end != std::string::npos) {
      std::string text = ahead_.substr(taken_, end - taken_);
      taken_ = end + paste_end.size();
      return as_typed(text);
    }
    searched = std::max(taken_, ahead_.size() - std::min(ahead_.size(), paste_end.size() - 1)) - taken_;
    const bool readable = wait_for_input(100);
    if (is_stopped()) {
      discard_paste();
      return std::nullopt;
    }
    if (readable && !read_block()) return std::nullopt;
    searched += taken_;
  }
}

void BulkInput::discard_paste() {
  do {
    const std::size_t end = ahead_.find(paste_end, taken_);
    taken_ = end == std::string::npos ? ahead_.size() - std::min(ahead_.size() - taken_, paste_end.size() - 1)
                                      : end + paste_end.size();
    if (end != std::string::npos) return;
  } while (wait_for_input(silence) && read_block());
  taken_ = ahead_.size();
}

}  // namespace nilgrad::interpreter
