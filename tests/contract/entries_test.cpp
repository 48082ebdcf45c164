#include "tests/contract/entries.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/bindings/lua_state.hpp"

using namespace nilgrad;
using bindings::LuaState;

namespace {

/// All entries, those of modules in Lua included.
const std::deque<catalog::Descriptor>& all_entries() {
  static const bool loaded = [] {
    const LuaState lua;
    lua.run("for name in pairs(package.preload) do if name:find '^nilgrad%.' then require(name) end end");
    return true;
  }();
  static_cast<void>(loaded);
  return catalog::entries();
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// What running `chunk` and printing what it returns says when it fails; "" when it does not.
std::string failure(const LuaState& lua, const std::string& chunk) {
  lua_State* L = lua.get();
  // What a chunk writes to names of os.tmpname, with an ending of its own, goes with it.
  const std::string source =
      "local ng, made, name = require 'nilgrad', {}, os.tmpname; os.tmpname = function() made[#made + 1] = name(); "
      "return made[#made] end; local clean <close> = setmetatable({}, { __close = function() os.tmpname = name; for _, "
      "path in ipairs(made) do os.remove(path) os.remove(path .. '.svg') end end }); local f = function() " +
      chunk + "\n end; local values = table.pack(f()); for i = 1, values.n do tostring(values[i]) end";
  if (luaL_loadbuffer(L, source.data(), source.size(), "=example") == LUA_OK && lua_pcall(L, 0, 0, 0) == LUA_OK)
    return "";
  std::string message = luaL_tolstring(L, -1, nullptr);
  lua_settop(L, 0);
  return message;
}

/// Entries whose examples need what a machine may lack: ONNX Runtime, gnuplot, Debian's data.
bool lacks(const std::string& message) {
  for (const char* part : {"ONNX models need the plug-in", "which is not there", "apt-get install", "apt install"})
    if (message.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("every entry says what it is, in one line, and shows how it is used") {
  for (const auto& entry : all_entries()) {
    INFO(entry.path());
    CHECK_FALSE(entry.summary.empty());
    CHECK(entry.summary.find('\n') == std::string::npos);
    CHECK(entry.summary.size() <= 130);
    CHECK_FALSE(entry.example.empty());
    for (const catalog::Option& option : entry.options) {
      INFO("option " << option.name);
      CHECK_FALSE(option.help.empty());
      CHECK(option.limits.required == option.default_text.empty());
    }
    for (const catalog::Member& member : entry.members) CHECK_FALSE((member.name.empty() || member.help.empty()));
  }
}

TEST_CASE("what costs evaluations or memory says how many or how much") {
  for (const auto& entry : all_entries()) {
    INFO(entry.path());
    if (is_one_of(entry.kind, {"estimator", "optimizer", "objective"})) CHECK_FALSE(entry.cost.empty());
    if (is_one_of(entry.path(), {"ng.minimize", "ng.maximize", "ng.estimate"})) CHECK_FALSE(entry.cost.empty());
    if (is_one_of(entry.kind, {"perturbation", "estimator", "update", "optimizer"})) CHECK_FALSE(entry.memory.empty());
    if (is_one_of(entry.kind, {"perturbation", "estimator", "update", "schedule", "constraint"}))
      CHECK_FALSE(entry.formula.empty());
  }
}

TEST_CASE("paths, options and positional arguments are each named once") {
  std::set<std::string> paths;
  for (const auto& entry : all_entries()) {
    INFO(entry.path());
    CHECK(paths.insert(entry.path()).second);
    std::set<std::string> names;
    for (const catalog::Option& option : entry.options) CHECK(names.insert(option.name).second);
    for (const std::string& name : entry.positional) CHECK(names.count(name) == 1);
  }
}

TEST_CASE("every example runs as it stands, and what it returns prints") {
  for (std::size_t i = 0; i < all_entries().size(); ++i) {
    const auto& entry = all_entries()[i];
    INFO(entry.path());
    const std::string message = failure(LuaState(), entry.example);
    if (lacks(message)) {
      WARN(entry.path() + ": " + message);
      continue;
    }
    CHECK(message.empty());
  }
}

TEST_CASE("every constructor refuses an unknown option by name, at the line of the call") {
  const LuaState lua;
  for (const auto& entry : all_entries()) {
    if (entry.options.empty() && !entry.make) continue;
    INFO(entry.path());
    CHECK_THROWS_WITH(entry.check({{"no_such_option", true}}),
                      Catch::Contains("unknown option 'no_such_option' of " + entry.path()));
    if (entry.signature.find(", options") != std::string::npos) continue;  // not the first argument
    const std::string message = failure(lua, "local made = " + entry.path() + " { no_such_option = 1 }");
    CHECK(message.find("example:1: unknown option 'no_such_option' of " + entry.path()) == 0);
  }
}

TEST_CASE("every constructor refuses options that are no table") {
  const LuaState lua;
  for (const auto& entry : all_entries()) {
    if (!entry.make || !entry.positional.empty()) continue;
    INFO(entry.path());
    const std::string message = failure(lua, "local made = " + entry.path() + "(7)");
    CHECK(message.find("example:1: " + entry.path() + " takes one table of options, got 7") == 0);
  }
}

TEST_CASE("a recipe's printed form makes the recipe again") {
  const LuaState lua;
  for (const char* kind :
       {"perturbation", "estimator", "update", "schedule", "constraint", "optimizer", "sampler", "pruner"})
    for (const auto& variant : contract::variants(kind)) {
      INFO(variant.to_string());
      CHECK(lua.run("return " + variant.to_string()) == variant.to_string());
    }
}
