#include "bindings/study_workers.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

#include "bindings/native.hpp"
#include "runtime/study/worker_processes.hpp"

namespace nilgrad::bindings {

using WorkersPointer = std::unique_ptr<study::WorkerProcesses>;

template <>
struct TypeName<WorkersPointer> {
  static constexpr const char* value = "nilgrad.study_workers";
};

namespace {

/// workers(count, storage, study, call) -> processes
int start(lua_State* L) {
  push<WorkersPointer>(
      L, std::make_unique<study::WorkerProcesses>(
             luaL_checkinteger(L, 1),
             study::WorkerOrder{luaL_checkstring(L, 2), luaL_checkstring(L, 3), luaL_checkinteger(L, 4)}));
  return 1;
}

/// workers:watch(more, died) -> how many run
int watch(lua_State* L) {
  auto& workers = *check<WorkersPointer>(L, 1);
  const auto died = [L](const std::string& what) {
    lua_pushvalue(L, 3);
    push_string(L, what);
    lua_call(L, 1, 0);
  };
  lua_pushinteger(L, static_cast<lua_Integer>(workers.watch(lua_toboolean(L, 2) != 0, died)));
  return 1;
}

int interrupt(lua_State* L) {
  check<WorkersPointer>(L, 1)->interrupt();
  return 0;
}

/// order() -> { storage, study, call } in a process that was started as a worker, else nil
int order(lua_State* L) {
  const auto& ours = study::WorkerOrder::ours();
  if (!ours) return 0;
  lua_createtable(L, 0, 3);
  push_string(L, ours->storage);
  lua_setfield(L, -2, "storage");
  push_string(L, ours->study);
  lua_setfield(L, -2, "study");
  lua_pushinteger(L, ours->call);
  lua_setfield(L, -2, "call");
  return 1;
}

int join(lua_State*) {
  study::WorkerOrder::join();
  return 0;
}

}  // namespace

void open_study_workers(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> methods{
      {{"watch", native<watch>}, {"interrupt", native<interrupt>}, {nullptr, nullptr}}};
  register_type<WorkersPointer>(L, methods.data());
  constexpr std::array<luaL_Reg, 4> functions{
      {{"workers", native<start>}, {"order", native<order>}, {"join", native<join>}, {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings
