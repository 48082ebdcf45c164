#include "bindings/data.hpp"

#include <array>

#include "bindings/fields.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/tensor/idx.hpp"

namespace nilgrad::bindings {

int push_dataset(lua_State* L, Dataset data) {
  push<Dataset>(L, std::move(data));
  collect_native_debt(L);
  return 1;
}

namespace {

int idx(lua_State* L) {
  const auto& descriptor = *catalog::find("data", "idx");
  const auto options = catalog::read<IdxOptions>(descriptor, read_arguments(L, 1, descriptor));
  const bool pair = !options.images.empty() && !options.labels.empty();
  if (pair == !options.path.empty() || options.images.empty() != options.labels.empty())
    throw_error(ErrorKind::option, "ng.data.idx takes the path of one file, or images = and labels = for two");
  if (pair) return push_dataset(L, read_dataset(options.images, options.labels, StopToken(interrupt_flag())));
  push_tensor(L, read_idx(options.path, StopToken(interrupt_flag())));
  return 1;
}

int fashion_mnist(lua_State* L) {
  const auto& descriptor = *catalog::find("data", "fashion_mnist");
  const auto options = catalog::read<FashionMnistOptions>(descriptor, read_arguments(L, 1, descriptor));
  return push_dataset(L, read_fashion_mnist(options.split, options.path, StopToken(interrupt_flag())));
}

/// The position at `index` on the stack, from 0.
std::size_t position_at(lua_State* L, int index, std::size_t size) {
  int exact = 0;
  const lua_Integer i = lua_tointegerx(L, index, &exact);
  if (!exact || lua_type(L, index) != LUA_TNUMBER)
    throw_error(ErrorKind::shape, "a dataset is indexed by integers, not by {}", luaL_tolstring(L, index, nullptr));
  if (i < 1 || i > static_cast<lua_Integer>(size))
    throw_error(ErrorKind::shape, "sample {} of a dataset with {} samples", i, size);
  return static_cast<std::size_t>(i - 1);
}

/// data[i]; nil just after the last, so that ipairs ends.
int push_sample(lua_State* L, const Dataset& data) {
  if (lua_tointeger(L, 2) == static_cast<lua_Integer>(data.size()) + 1) return 0;
  const std::size_t i = position_at(L, 2, data.size());
  lua_createtable(L, 0, 2);
  push_tensor(L, data.images.row(i));
  lua_setfield(L, -2, "image");
  lua_pushinteger(L, data.labels[i]);
  lua_setfield(L, -2, "label");
  return 1;
}

int index(lua_State* L) {
  const Dataset& data = check<Dataset>(L, 1);
  return lua_type(L, 2) == LUA_TNUMBER ? push_sample(L, data) : push_method_or_field(L);
}

int length(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(check<Dataset>(L, 1).size()));
  return 1;
}

/// data:slice(first, last): last defaults to the last sample; last = first − 1 is no sample.
int slice(lua_State* L) {
  const Dataset& data = check<Dataset>(L, 1);
  const auto size = static_cast<lua_Integer>(data.size());
  const lua_Integer first = luaL_checkinteger(L, 2);
  const lua_Integer last = luaL_optinteger(L, 3, size);
  if (first < 1 || last > size || last < first - 1)
    throw_error(ErrorKind::shape, "slice({}, {}) of a dataset with {} samples", first, last, size);
  return push_dataset(L, data.slice(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first + 1)));
}

int select(lua_State* L) {
  const Dataset& data = check<Dataset>(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  std::vector<std::size_t> positions;
  for (lua_Integer i = 1; lua_geti(L, 2, i) != LUA_TNIL; ++i) {
    positions.push_back(position_at(L, -1, data.size()));
    lua_pop(L, 1);
  }
  return push_dataset(L, data.select(positions));
}

int images(lua_State* L) {
  push_tensor(L, check<Dataset>(L, 1).images);
  return 1;
}

int labels(lua_State* L) {
  const auto& list = check<Dataset>(L, 1).labels;
  lua_createtable(L, static_cast<int>(list.size()), 0);
  for (std::size_t i = 0; i < list.size(); ++i) {
    lua_pushinteger(L, list[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

int classes(lua_State* L) {
  const auto& names = check<Dataset>(L, 1).classes;
  if (!names) return 0;
  lua_createtable(L, static_cast<int>(names->size()), 0);
  for (std::size_t i = 0; i < names->size(); ++i) {
    push_string(L, (*names)[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

int name(lua_State* L) {
  push_string(L, check<Dataset>(L, 1).name);
  return 1;
}

int to_string_method(lua_State* L) {
  const Dataset* data = test<Dataset>(L, 1);
  push_string(L, !data ? "dataset (closed)"
                       : fmt::format("dataset {}: {} images {}", data->name, data->size(),
                                     to_string(Shape(data->images.shape().begin() + 1, data->images.shape().end()))));
  return 1;
}

}  // namespace

void open_data(lua_State* L) {
  constexpr std::array<luaL_Reg, 6> methods{{{"slice", native<slice>},
                                             {"select", native<select>},
                                             {"write_png", native<write_png_method>},
                                             {"write_npz", native<write_npz_method>},
                                             {"close", close_object<Dataset>},
                                             {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 3> metamethods{
      {{"__len", native<length>}, {"__tostring", native<to_string_method>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 5> fields{{{"images", native<images>},
                                            {"labels", native<labels>},
                                            {"classes", native<classes>},
                                            {"name", native<name>},
                                            {nullptr, nullptr}}};
  register_type<Dataset>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<Dataset>::value, fields.data(), native<index>);
  constexpr std::array<luaL_Reg, 3> functions{
      {{"idx", native<idx>}, {"fashion_mnist", native<fashion_mnist>}, {nullptr, nullptr}}};
  lua_newtable(L);
  luaL_setfuncs(L, functions.data(), 0);
  open_data_files(L);
  open_data_write(L);
  lua_setfield(L, -2, "data");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, dataset) {
  return Described<NoOptions>("object", "dataset", "images with labels; what ng.data.… returns")
      .member("#data", "how many samples")
      .member("data[i]", "{ image = a tensor [channels, height, width] of pixels in [0, 1], label = its class from 0 }")
      .member("data.images: tensor", "all images, float32 [n, channels, height, width]")
      .member("data.labels: integer[]", "all labels")
      .member("data.classes: string[]?", "the classes' names, class 0 first; nil where the files do not say")
      .member("data.name: string", "what reports call it")
      .member("data:slice(first: integer, last: integer?) -> dataset",
              "those samples, sharing the images; last defaults to the last sample")
      .member("data:select(positions: integer[]) -> dataset", "those samples in that order, copied")
      .member("data:write_png(folder: string, options: { bits: integer? }?)",
              "00001.png, … and labels.csv, for ng.data.images; bits = 8 or 16")
      .member("data:close()", "frees the images; so does the collector")
      .member("data:write_npz(path: string)", "x = the images, y = the labels, for ng.data.npz and numpy")
      .example(
          "local data = ng.data.tensors { images = ng.tensor.zeros({ 4, 1, 2, 2 }, \"float32\"), labels = { 0, 1, 0, 1 "
          "} }\n"
          "print(#data, data[2].label, data:slice(2, 3), data:select { 4, 1 }.labels[1])\n"
          "local path = os.tmpname()\n"
          "data:write_npz(path)\n"
          "print(ng.data.npz { path = path, images = \"x\", labels = \"y\" })\n"
          "os.remove(path)\n"
          "data:slice(1, 1):write_png(path)\n"
          "for _, name in ipairs { \"/00001.png\", \"/labels.csv\", \"\" } do os.remove(path .. name) end\n"
          "data:close()");
}

NILGRAD_DESCRIBE(room, data) {
  return Described<NoOptions>("room", "data", "data sets, and files of images and arrays to read and write")
      .example("local path = os.tmpname()\nng.data.write_npy(path, { 3, 1, 2 })\nreturn ng.data.npy(path)");
}
