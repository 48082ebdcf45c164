#include "interpreter/prompt/rc_file.hpp"

#include <unistd.h>

#include <cstdlib>

namespace nilgrad::interpreter {

std::string rc_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (config && *config) return std::string(config) + "/nilgrad/rc.lua";
  if (home && *home) return std::string(home) + "/.config/nilgrad/rc.lua";
  return "";
}

void run_rc_file(Session& session) {
  const std::string path = rc_path();
  if (!path.empty() && access(path.c_str(), F_OK) == 0) session.run_file(path);
}

}  // namespace nilgrad::interpreter
