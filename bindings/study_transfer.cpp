#include "bindings/study_transfer.hpp"

#include <algorithm>
#include <array>

#include "bindings/native.hpp"
#include "runtime/study/storage/open.hpp"
#include "runtime/study/storage/transfer/transfer.hpp"
#include "runtime/study/study_view.hpp"

namespace nilgrad::bindings {
namespace {

/// export(storage, name, "jsonl" | "csv") -> text
int export_study(lua_State* L) {
  const auto storage = study::open_existing(luaL_checkstring(L, 1));
  const auto record = storage->find(luaL_checkstring(L, 2));
  if (!record) throw_error(ErrorKind::file, "{} has no study '{}'", storage->name(), lua_tostring(L, 2));
  auto trials = storage->changes(record->id, 0).trials;
  std::sort(trials.begin(), trials.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  const std::string format = luaL_checkstring(L, 3);
  if (format != "jsonl" && format != "csv")
    throw_error(ErrorKind::option, "a study is exported as jsonl or csv, not as '{}'", format);
  push_string(L, format == "csv" ? study::to_csv(*record, trials) : study::to_jsonl(*record, trials));
  return 1;
}

/// import(storage, file, as, name) -> name, finished, waiting: a study of a file that export or Optuna wrote, under
/// the name `as` (nil: its own); `name` says which of several (nil: the only one)
int import_study(lua_State* L) {
  const study::ImportedStudy read = study::read_study(luaL_checkstring(L, 2), luaL_optstring(L, 4, ""));
  const std::string name = luaL_optstring(L, 3, read.record.name.c_str());
  const auto storage = study::open_storage(luaL_checkstring(L, 1));
  study::import_study(*storage, name, read);
  push_string(L, name);
  lua_pushinteger(L, std::ssize(read.trials));
  lua_pushinteger(L, std::ssize(read.waiting));
  return 3;
}

/// storage_name(storage): as messages may show it, without a password
int storage_name(lua_State* L) {
  push_string(L, study::public_name(luaL_checkstring(L, 1)));
  return 1;
}

}  // namespace

void open_study_transfer(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> functions{{{"export", native<export_study>},
                                               {"import", native<import_study>},
                                               {"storage_name", native<storage_name>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
