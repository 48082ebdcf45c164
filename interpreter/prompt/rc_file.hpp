#pragma once
#include "interpreter/prompt/session.hpp"

namespace nilgrad::interpreter {

/// $XDG_CONFIG_HOME/nilgrad/rc.lua, else ~/.config/nilgrad/rc.lua; empty when there is no home.
std::string rc_path();

/// Runs it where it is there; its errors are reported as any.
void run_rc_file(Session& session);

}  // namespace nilgrad::interpreter
