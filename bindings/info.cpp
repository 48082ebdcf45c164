#include "bindings/info.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "bindings/native.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/executor.hpp"
#include "runtime/random/instruction_set.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad::bindings {
namespace {

template <class F>
std::string setting(F value) {
  try {
    return fmt::format("{}", value());
  } catch (const Error& error) {
    return error.what();
  }
}

/// The shared libraries that add what the program itself does not link.
std::string plugins() {
  std::vector<std::string> names;
  for (const std::filesystem::path& folder : plugin_folders()) {
    std::error_code absent;
    for (const auto& entry : std::filesystem::directory_iterator(folder, absent))
      if (entry.path().extension() == ".so") names.push_back(entry.path().string());
  }
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

/// Where this program lies; "" where nothing tells.
std::string program() {
  std::error_code untold;
  return std::filesystem::read_symlink("/proc/self/exe", untold).string();
}

/// A table of the facts by name ("instruction set" → "instruction_set") that prints as rows.
int info(lua_State* L) {
  lua_newtable(L);
  std::string rows;
  for (auto [name, value] : build_facts()) {
    rows += fmt::format("{}{:<16}{}", rows.empty() ? "" : "\n", name, value);
    for (char& c : name)
      if (c == ' ' || c == '-') c = '_';
    push_string(L, value);
    lua_setfield(L, -2, name.c_str());
  }
  lua_createtable(L, 0, 1);
  push_string(L, rows);
  lua_pushcclosure(
      L,
      [](lua_State* state) {
        lua_pushvalue(state, lua_upvalueindex(1));
        return 1;
      },
      1);
  lua_setfield(L, -2, "__tostring");
  lua_setmetatable(L, -2);
  return 1;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> build_facts() {
  return {{"nilgrad", NILGRAD_VERSION},
          {"lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE},
          {"instruction set", setting([] { return name_of(instruction_set()); })},
          {"threads", setting(threads)},
          {"plug-ins", plugins()},
          {"program", program()}};
}

void open_info(lua_State* L) {
  push_string(L, NILGRAD_VERSION);
  lua_setfield(L, -2, "version");
  lua_pushcfunction(L, native<info>);
  lua_setfield(L, -2, "info");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(function, info) {
  return Described<NoOptions>("function", "info", "what this build and machine have; prints as rows")
      .signature("ng.info() -> table")
      .member("nilgrad, lua", "versions; ng.version is the first")
      .member("instruction_set", "of the kernels in use: portable, avx2 or avx512; NILGRAD_ISA forces one")
      .member("threads", "in use; NILGRAD_THREADS sets them")
      .member("plug_ins", "shared libraries found, or none")
      .member("program", "the path of the program")
      .example("return ng.info()");
}

NILGRAD_DESCRIBE(constant, version) {
  return Described<NoOptions>("constant", "version", "the version of this program, as a library's rockspec asks for it")
      .signature("ng.version: string")
      .example("return ng.version");
}
