#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::bindings {

/// While it lives, Lua code that runs in `L`, or in coroutines made meanwhile, is ended with an error after `seconds`;
/// the error comes again and again, so that no pcall swallows it. Infinite: never.
class Deadline {
 public:
  Deadline(lua_State* L, double seconds);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  static bool passed();

 private:
  lua_State* L_;
  double outer_;
};

}  // namespace nilgrad::bindings
