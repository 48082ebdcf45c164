#include <algorithm>
#include <array>

#include "bindings/data.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/image/images.hpp"
#include "runtime/image/npy.hpp"
#include "runtime/image/png.hpp"

// ng.data.write_png, write_npy, write_npz and the methods of data sets that write them.
namespace nilgrad::bindings {
namespace {

struct WritePngOptions {
  std::int64_t bits = 8;
};

int bits_at(lua_State* L, int index) {
  const auto& descriptor = *catalog::find("data", "write_png");
  return static_cast<int>(catalog::read<WritePngOptions>(descriptor, read_options(L, index, descriptor)).bits);
}

int write_png_function(lua_State* L) {
  lua_settop(L, 3);
  const int bits = bits_at(L, 3);
  write_png(luaL_checkstring(L, 1), to_tensor(L, 2, DType::float32, "the image"), bits);
  return 0;
}

/// A list of integers (labels, say) as such; anything else as a tensor, lists as float64.
WrittenArray array_at(lua_State* L, int index, const std::string& name) {
  if (const Tensor* tensor = test_tensor(L, index)) return *tensor;
  if (lua_type(L, index) != LUA_TTABLE)
    throw_error(ErrorKind::option, "{} must be a tensor or a list of numbers, got {}", name,
                luaL_tolstring(L, index, nullptr));
  std::vector<std::int64_t> numbers;
  const lua_Integer count = luaL_len(L, index);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_geti(L, index, i);
    if (lua_isinteger(L, -1)) numbers.push_back(lua_tointeger(L, -1));
    lua_pop(L, 1);
  }
  if (static_cast<lua_Integer>(numbers.size()) == count) return numbers;
  return to_tensor(L, index, DType::float64, name);
}

int write_npy_function(lua_State* L) {
  luaL_checkany(L, 2);
  write_npy(luaL_checkstring(L, 1), array_at(L, 2, "the array"));
  return 0;
}

int write_npz_function(lua_State* L) {
  const char* path = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  std::vector<std::pair<std::string, WrittenArray>> arrays;
  lua_settop(L, 2);
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    if (lua_type(L, 3) != LUA_TSTRING)
      throw_error(ErrorKind::option, "arrays of a .npz have names: write_npz(path, {{ x = …, y = … }})");
    const std::string name = lua_tostring(L, 3);
    if (name.empty() || name.find_first_of("/\\") != std::string::npos)
      throw_error(ErrorKind::option, "'{}' is no name for an array of a .npz", name);
    arrays.emplace_back(name, array_at(L, 4, name));
    lua_settop(L, 3);
  }
  if (arrays.empty()) throw_error(ErrorKind::option, "a .npz without arrays cannot be read; give {{ x = tensor }}");
  std::sort(arrays.begin(), arrays.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  write_npz(path, arrays);
  return 0;
}

}  // namespace

int write_png_method(lua_State* L) {
  lua_settop(L, 3);
  const Dataset& data = check<Dataset>(L, 1);
  const int bits = bits_at(L, 3);
  write_images(luaL_checkstring(L, 2), data, bits, StopToken(interrupt_flag()));
  return 0;
}

int write_npz_method(lua_State* L) {
  const Dataset& data = check<Dataset>(L, 1);
  const std::array<std::pair<std::string, WrittenArray>, 2> arrays{{{"x", data.images}, {"y", data.labels}}};
  write_npz(luaL_checkstring(L, 2), arrays);
  return 0;
}

void open_data_write(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> functions{{{"write_png", native<write_png_function>},
                                               {"write_npy", native<write_npy_function>},
                                               {"write_npz", native<write_npz_function>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(data, write_png) {
  using Options = nilgrad::bindings::WritePngOptions;
  return Described<Options>("data", "write_png", "writes an image as a PNG; the file is there whole or as it was")
      .signature("ng.data.write_png(path: string, image: tensor, options: table?)")
      .option(
          "bits", &Options::bits,
          "8 or 16: each value becomes the nearest of k/255 or k/65535. An adversarial image may lose its effect by 8",
          {.low = 8, .high = 16})
      .formula("image: [channels, height, width] with 1 or 3 channels, or [height, width], of pixels in [0, 1]")
      .example("ng.data.write_png(os.tmpname(), ng.tensor.full({ 3, 8, 8 }, 0.5))");
}

NILGRAD_DESCRIBE(data, write_npy) {
  return Described<NoOptions>("data", "write_npy",
                              "writes an array as numpy's .npy; the file is there whole or as it was")
      .signature("ng.data.write_npy(path: string, tensor: tensor | table)")
      .formula("tensor: in its own type (bfloat16 as float32); a list of integers becomes int64, other lists float64")
      .example("ng.data.write_npy(os.tmpname(), { 3, 1, 2 })");
}

NILGRAD_DESCRIBE(data, write_npz) {
  return Described<NoOptions>("data", "write_npz",
                              "writes arrays as numpy's .npz, uncompressed; the file is there whole or as it was")
      .signature("ng.data.write_npz(path: string, arrays: table<string, tensor | table>)")
      .formula("in its own type (bfloat16 as float32); a list of integers (labels) becomes int64, other lists float64")
      .memory("none beside the arrays; less than 4 GiB in all")
      .example("ng.data.write_npz(os.tmpname(), { x = ng.tensor.zeros({ 2, 1, 4, 4 }, \"float32\"), y = { 0, 1 } })");
}
