#include "bindings/folder.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "bindings/native.hpp"

namespace nilgrad::bindings {
namespace {

namespace fs = std::filesystem;

fs::path path_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, index, &size);
  return std::string(text, size);
}

/// kind(path) -> "file", "folder", "other", or nil where there is nothing (or nothing that can be seen); and whether it
/// is a link, which may lead around in circles.
int kind(lua_State* L) {
  const fs::path path = path_at(L, 1);
  std::error_code unseen;
  const fs::file_status status = fs::status(path, unseen);
  if (!fs::exists(status))
    lua_pushnil(L);
  else
    lua_pushstring(L, fs::is_directory(status) ? "folder" : fs::is_regular_file(status) ? "file" : "other");
  lua_pushboolean(L, fs::is_symlink(path, unseen));
  return 2;
}

/// list(folder) -> the names in it, sorted by their bytes, so that an order does not depend on the file system.
int list(lua_State* L) {
  const fs::path folder = path_at(L, 1);
  std::vector<std::string> names;
  std::error_code failure;
  for (auto entry = fs::directory_iterator(folder, failure); !failure && entry != fs::directory_iterator();
       entry.increment(failure))
    names.push_back(entry->path().filename().string());
  if (failure) throw_error(ErrorKind::file, "cannot read the folder {}: {}", folder.string(), failure.message());
  std::ranges::sort(names);
  lua_createtable(L, static_cast<int>(names.size()), 0);
  for (std::size_t i = 0; i < names.size(); ++i) {
    push_string(L, names[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// make(folder): one that is not there yet, in a folder that is.
int make(lua_State* L) {
  const fs::path folder = path_at(L, 1);
  std::error_code failure;
  const bool made = fs::create_directory(folder, failure);
  if (!made)
    throw_error(ErrorKind::file, "cannot make the folder {}: {}", folder.string(),
                failure ? failure.message() : "it is there already");
  return 0;
}

/// remove(folder): it and all that is in it. Nothing where there is none.
int remove(lua_State* L) {
  const fs::path folder = path_at(L, 1);
  std::error_code failure;
  fs::remove_all(folder, failure);
  if (failure) throw_error(ErrorKind::file, "cannot remove the folder {}: {}", folder.string(), failure.message());
  return 0;
}

}  // namespace

int open_native_folder(lua_State* L) {
  constexpr luaL_Reg functions[] = {{"kind", native<kind>},
                                    {"list", native<list>},
                                    {"make", native<make>},
                                    {"remove", native<remove>},
                                    {nullptr, nullptr}};
  luaL_newlib(L, functions);
  return 1;
}

}  // namespace nilgrad::bindings
