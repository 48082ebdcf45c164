#include "tests/study/postgresql_server.hpp"

#include <fmt/core.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

namespace nilgrad {
namespace {

/// Where Debian keeps the server's programs; the newest version.
std::string programs() {
  std::vector<std::string> found;
  std::error_code none;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
    if (std::filesystem::exists(version.path() / "bin/initdb")) found.push_back(version.path() / "bin");
  return found.empty() ? std::string() : *std::max_element(found.begin(), found.end());
}

/// The server refuses to run as root.
const passwd* user() { return geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid()); }

}  // namespace

PostgresqlServer* PostgresqlServer::shared() {
  static PostgresqlServer server;
  static const bool said = [] {
    if (!server.runs()) fmt::print(stderr, "skipped: PostgreSQL's server cannot be started here\n");
    return true;
  }();
  (void)said;
  return server.runs() ? &server : nullptr;
}

int PostgresqlServer::as_user(const std::string& command) const {
  const std::string output = (folder_.path() / "output").string();
  const std::string line = fmt::format("cd {} && PATH={}:$PATH && {} >>{} 2>&1 </dev/null", folder_.path().string(),
                                       programs(), command, output);
  if (geteuid() != 0) return std::system(line.c_str());
  return std::system(
      fmt::format("setpriv --reuid {0} --regid {1} --clear-groups sh -c '{2}'", user()->pw_uid, user()->pw_gid, line)
          .c_str());
}

PostgresqlServer::PostgresqlServer() {
  if (programs().empty() || !user()) return;
  if (geteuid() == 0 && chown(folder_.path().c_str(), user()->pw_uid, user()->pw_gid) != 0) return;
  if (as_user("initdb -D data -A trust -U nilgrad -E UTF8 --locale=C --no-sync") == 0) start();
}

PostgresqlServer::~PostgresqlServer() { kill(); }

void PostgresqlServer::start() {
  const std::string line = fmt::format(
      "pg_ctl -D data -w -t 60 -l log -o \"-k {} -c listen_addresses= -c max_connections=60 -c shared_buffers=16MB\" "
      "start",
      folder_.path().string());
  // After a kill the old processes need a moment to notice it; until then the new server does not start.
  for (int tries = 0; tries < 50 && as_user(line) != 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::ifstream(folder_.path() / "data/postmaster.pid") >> server_;
}

// The server's other processes notice that it is gone and end.
void PostgresqlServer::kill() {
  if (server_ <= 0) return;
  ::kill(server_, SIGKILL);
  while (::kill(server_, 0) == 0) {
    waitpid(server_, nullptr, WNOHANG);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  server_ = 0;
}

void PostgresqlServer::cut() {
  as_user(
      fmt::format("psql -h {} -U nilgrad -d postgres -c \"select pg_terminate_backend(pid) from pg_stat_activity "
                  "where pid <> pg_backend_pid() and backend_type = \\$\\$client backend\\$\\$\"",
                  folder_.path().string()));
}

std::string PostgresqlServer::new_database() {
  const std::string name = fmt::format("d{}", ++databases_);
  as_user(fmt::format("createdb -h {} -U nilgrad {}", folder_.path().string(), name));
  return fmt::format("postgresql://nilgrad@/{}?host={}", name, folder_.path().string());
}

}  // namespace nilgrad
