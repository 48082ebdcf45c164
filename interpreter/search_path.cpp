#include "interpreter/search_path.hpp"

#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {
namespace {

constexpr std::string_view lua_version = LUA_VERSION_MAJOR "." LUA_VERSION_MINOR;

bool fits_a_path(const std::string& folder) { return folder.find_first_of(";?") == std::string::npos; }

/// The folder of `script` without its slash; empty for none.
std::string script_folder(const char* script) {
  if (!script) return "";
  const char* slash = std::strrchr(script, '/');
  return slash ? std::string(script, slash == script ? script + 1 : slash) : ".";
}

bool stated_without_default(const std::string& variable) {
  const char* path = std::getenv((variable + "_5_4").c_str());
  if (!path) path = std::getenv(variable.c_str());
  return path && !std::strstr(path, ";;");
}

struct Kind {
  const char* field;                    // of package
  const char* variable;                 // of the environment
  const char* lua_default;              // what lua searches unless told
  std::string_view tree;                // folder within a rocks tree
  std::vector<std::string_view> files;  // templates within a folder
};

/// Where libraries lie, in the order in which they are searched.
std::vector<std::string> library_folders(const Kind& kind, const std::string& script_folder, const char* home) {
  std::vector<std::string> folders;
  const auto add_rocks = [&](const std::string& root) {
    folders.push_back(root + "/" + std::string(kind.tree) + "/lua/" + std::string(lua_version));
  };
  if (!script_folder.empty() && fits_a_path(script_folder)) folders.push_back(script_folder);
  add_rocks("./lua_modules");
  if (home && fits_a_path(home)) add_rocks(std::string(home) + "/.luarocks");
  return folders;
}

void extend(lua_State* L, const Kind& kind, const std::string& folder, bool use_environment) {
  if (use_environment && stated_without_default(kind.variable)) return;
  std::string ours;
  for (const std::string& each : library_folders(kind, folder, use_environment ? std::getenv("HOME") : nullptr))
    for (const std::string_view file : kind.files) ours.append(each).append("/").append(file).append(";");
  lua_getfield(L, -1, kind.field);
  std::string path = lua_tostring(L, -1);
  const std::size_t at = path.find(kind.lua_default);
  path.insert(at == std::string::npos ? 0 : at, ours);
  lua_pop(L, 1);
  lua_pushlstring(L, path.data(), path.size());
  lua_setfield(L, -2, kind.field);
}

}  // namespace

void extend_search_paths(lua_State* L, const char* script, bool use_environment) {
  const std::string folder = script_folder(script);
  lua_getglobal(L, LUA_LOADLIBNAME);
  extend(L, {"path", "LUA_PATH", LUA_PATH_DEFAULT, "share", {"?.lua", "?/init.lua"}}, folder, use_environment);
  extend(L, {"cpath", "LUA_CPATH", LUA_CPATH_DEFAULT, "lib", {"?.so"}}, folder, use_environment);
  lua_pop(L, 1);
}

}  // namespace nilgrad::interpreter
