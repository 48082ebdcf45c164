#pragma once
#include <lua.hpp>

#include <memory>
#include <string>

#include "bindings/stdlib.hpp"

namespace nilgrad::bindings {

/// A fresh Lua with the standard libraries and nilgrad in package.preload.
class LuaState {
 public:
  LuaState() : state_(luaL_newstate(), lua_close) {
    luaL_openlibs(get());
    open_nilgrad(get());
  }
  lua_State* get() const { return state_.get(); }

  /// Runs a chunk, in which `ng` is a local; what it returns as a string, or the message of the error it raised.
  std::string run(const std::string& chunk) const {
    const std::string source = "local ng = require 'nilgrad'; " + chunk;
    if (luaL_loadbuffer(get(), source.data(), source.size(), "=test") == LUA_OK) lua_pcall(get(), 0, 1, 0);
    std::string result = luaL_tolstring(get(), -1, nullptr);
    lua_settop(get(), 0);
    return result;
  }

 private:
  std::unique_ptr<lua_State, void (*)(lua_State*)> state_;
};

}  // namespace nilgrad::bindings
