#include "runtime/objective/process/worker.hpp"

#include <fmt/format.h>

namespace nilgrad {
namespace {

constexpr std::size_t kept_of_errors = 2000;  // bytes of its standard error
constexpr std::size_t shown_lines = 3;
constexpr int end_after_close = 50;  // ms for a process that closed a pipe to end, so that its exit code is known

}  // namespace

bool Worker::ready() {
  if (Child::read(child_.output(), incoming_) == Child::Read::nothing && incoming_.empty()) return true;
  drain_errors();
  return false;
}

void Worker::send(std::string line, std::optional<double> seconds, std::size_t longest) {
  outgoing_ = std::move(line);
  sent_ = searched_ = 0;
  longest_ = longest;
  busy_ = true;
  deadline_.reset();
  if (seconds) {
    seconds_ = *seconds;
    deadline_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(*seconds));
  }
  send_more();
}

std::array<pollfd, 3> Worker::waits_for() const {
  const bool more = busy_ && sent_ < outgoing_.size();
  return {{{more ? child_.input().number() : -1, POLLOUT, 0},
           {busy_ ? child_.output().number() : -1, POLLIN, 0},
           {child_.errors().number(), POLLIN, 0}}};
}

std::optional<std::string> Worker::advance(const pollfd* events) {
  if (events[2].revents != 0) drain_errors();
  if (!busy_) return {};
  if (events[0].revents != 0) send_more();
  if (events[1].revents != 0) receive();
  const std::size_t end = incoming_.find('\n', searched_);
  if (end == std::string::npos && incoming_.size() <= longest_) {
    searched_ = incoming_.size();
    return {};
  }
  if (end == std::string::npos || end > longest_)
    throw WorkerFailure(WorkerFailure::Kind::garbled, fmt::format("wrote a line of more than {} bytes", longest_));
  std::string line = incoming_.substr(0, end);
  incoming_.erase(0, end + 1);
  busy_ = false;
  has_answered_ = true;
  return line;
}

void Worker::check_alive() const {
  if (!busy_) return;
  if (deadline_ && Clock::now() >= *deadline_)
    throw WorkerFailure(WorkerFailure::Kind::silent, fmt::format("gave no answer within {} s", seconds_));
  if (const auto how = child_.ended()) throw WorkerFailure(WorkerFailure::Kind::ended, *how);
}

void Worker::send_more() {
  while (sent_ < outgoing_.size()) {
    const auto count = child_.write(std::string_view(outgoing_).substr(sent_));
    if (!count) fail_ended("closed its standard input");
    if (*count == 0) return;
    sent_ += *count;
  }
}

void Worker::receive() {
  if (Child::read(child_.output(), incoming_) == Child::Read::end) fail_ended("closed its standard output");
}

void Worker::drain_errors() {
  const auto read = Child::read(child_.errors(), errors_);
  if (read == Child::Read::end) child_.close_errors();
  if (errors_.size() > kept_of_errors) errors_.erase(0, errors_.size() - kept_of_errors);
}

std::string Worker::end_of_errors() const {
  std::string lines;
  std::string_view text = errors_;
  for (std::size_t count = 0; count < shown_lines && !text.empty();) {
    const std::size_t end = text.rfind('\n');
    const std::string_view line = text.substr(end == std::string_view::npos ? 0 : end + 1);
    text = text.substr(0, end == std::string_view::npos ? 0 : end);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    lines = fmt::format("\n  {}{}", line, lines);
    ++count;
  }
  return lines;
}

void Worker::fail_ended(const std::string& otherwise) {
  const auto how = child_.ended_within(end_after_close);
  drain_errors();
  throw WorkerFailure(WorkerFailure::Kind::ended, how.value_or(otherwise));
}

}  // namespace nilgrad
