#include "runtime/objective/process/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <set>

#include "runtime/error.hpp"

extern char** environ;

namespace nilgrad {
namespace {

/// What runs now. Destroyed at exit, it kills what an os.exit without closing the state has left.
class Groups {
 public:
  ~Groups() {
    for (const auto& [pid, owner] : running_)
      if (owner == getpid() && ::kill(-pid, SIGKILL) == 0) waitpid(pid, nullptr, 0);
  }
  void add(pid_t pid, pid_t owner) {
    const std::lock_guard lock(mutex_);
    running_.emplace(pid, owner);
  }
  void remove(pid_t pid, pid_t owner) {
    const std::lock_guard lock(mutex_);
    running_.erase({pid, owner});
  }

 private:
  std::mutex mutex_;
  std::set<std::pair<pid_t, pid_t>> running_;
};

Groups& groups() {
  static Groups all;
  return all;
}

[[noreturn]] void fail(const std::string& program, int error) {
  const char* hint = error == ENOENT   ? " (not found; is it on the PATH?)"
                     : error == EACCES ? " (not executable: chmod +x, or name its interpreter first)"
                                       : "";
  throw_error(ErrorKind::unavailable, "the command '{}' cannot be started: {}{}", program, std::strerror(error), hint);
}

struct Pipe {
  FileDescriptor read, write;
  explicit Pipe(const std::string& program) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail(program, errno);
    read = FileDescriptor(ends[0]);
    write = FileDescriptor(ends[1]);
  }
};

FileDescriptor not_blocking(FileDescriptor descriptor) {
  fcntl(descriptor.number(), F_SETFL, fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
  return descriptor;
}

/// posix_spawn's two attributes, freed.
struct Setting {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  Setting() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Setting() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;
};

/// Writing to a program that has ended raises SIGPIPE in the writer; while this lives it is left out.
class WithoutSigpipe {
 public:
  WithoutSigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    others_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~WithoutSigpipe() {
    const timespec at_once{};
    const int error = errno;
    if (raised_ && !others_) sigtimedwait(&pipe_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = error;
  }
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
  void raised() { raised_ = true; }

 private:
  sigset_t pipe_, before_;
  bool others_, raised_ = false;
};

std::string text_of(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return fmt::format("exited with code {}", info.si_status);
  return fmt::format("was killed by signal {} ({})", info.si_status, strsignal(info.si_status));
}

}  // namespace

Child::Child(const std::vector<std::string>& words) : owner_(getpid()) {
  groups();  // made before, destroyed after whatever static object may hold a child
  const std::string& program = words.at(0);
  Pipe in(program), out(program), error(program);
  const Setting setting;
  auto* files = const_cast<posix_spawn_file_actions_t*>(&setting.files);
  posix_spawn_file_actions_adddup2(files, in.read.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(files, out.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(files, error.write.number(), STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int failed =
      posix_spawnp(&pid_, program.c_str(), &setting.files, &setting.attributes, arguments.data(), environ);
  if (failed != 0) fail(program, failed);
  groups().add(pid_, owner_);
  input_ = not_blocking(std::move(in.write));
  output_ = not_blocking(std::move(out.read));
  errors_ = not_blocking(std::move(error.read));
}

Child::~Child() {
  if (getpid() != owner_) return;
  kill();
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  groups().remove(pid_, owner_);
}

std::optional<std::size_t> Child::write(std::string_view text) {
  WithoutSigpipe quiet;
  ssize_t count = 0;
  do count = ::write(input_.number(), text.data(), text.size());
  while (count < 0 && errno == EINTR);
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EAGAIN) return 0;
  if (errno == EPIPE) quiet.raised();
  return {};
}

Child::Read Child::read(const FileDescriptor& from, std::string& to) {
  char buffer[1 << 16];
  ssize_t count = 0;
  do count = ::read(from.number(), buffer, sizeof buffer);
  while (count < 0 && errno == EINTR);
  if (count > 0) to.append(buffer, static_cast<std::size_t>(count));
  if (count > 0) return Read::some;
  return count < 0 && errno == EAGAIN ? Read::nothing : Read::end;
}

void Child::kill() noexcept {
  // The number stays ours while nobody has waited for the leader.
  if (pid_ > 0 && getpid() == owner_) ::kill(-pid_, SIGKILL);
}

std::optional<std::string> Child::ended() const {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0)
    return "ended";  // somebody else has waited for it
  return info.si_pid == pid_ ? std::optional(text_of(info)) : std::nullopt;
}

std::optional<std::string> Child::ended_within(int milliseconds) const {
  for (; milliseconds > 0 && !ended(); --milliseconds) poll(nullptr, 0, 1);
  return ended();
}

}  // namespace nilgrad
