#pragma once
#include <lua.hpp>

#include "bindings/native.hpp"
#include "runtime/classifier/dataset.hpp"

namespace nilgrad::bindings {

template <>
struct TypeName<Dataset> {
  static constexpr const char* value = "nilgrad.dataset";
};

/// Adds `data` to the table at the top of the stack.
void open_data(lua_State* L);

/// Adds what reads files (images, npy, …) and what writes them to the table `data` at the top of the stack.
void open_data_files(lua_State* L);
void open_data_write(lua_State* L);

int push_dataset(lua_State* L, Dataset data);

/// data:write_png(folder, options), data:write_npz(path)
int write_png_method(lua_State* L);
int write_npz_method(lua_State* L);

}  // namespace nilgrad::bindings
