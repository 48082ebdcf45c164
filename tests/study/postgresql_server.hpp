#pragma once
#include <sys/types.h>

#include <optional>
#include <string>

#include "tests/temporary_folder.hpp"

namespace nilgrad {

/// A server of Debian's PostgreSQL in a temporary folder, reached by a socket there and at no port; it ends with this.
class PostgresqlServer {
 public:
  /// The one that tests share; nullptr, and said once, where none can be started.
  static PostgresqlServer* shared();

  PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;
  ~PostgresqlServer();

  bool runs() const { return server_ > 0; }
  /// The url of a new, empty database.
  std::string new_database();
  void start();
  /// As when the machine dies: SIGKILL for the server and all its processes.
  void kill();
  /// Cuts the connections of its users.
  void cut();

 private:
  int as_user(const std::string& command) const;

  TemporaryFolder folder_;
  pid_t server_ = 0;
  int databases_ = 0;
};

}  // namespace nilgrad
