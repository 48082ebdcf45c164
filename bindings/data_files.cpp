#include <array>

#include "bindings/data.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/image/arrays.hpp"
#include "runtime/image/images.hpp"
#include "runtime/image/labelled.hpp"
#include "runtime/image/npy.hpp"
#include "runtime/image/table.hpp"

// ng.data.images, image, npy, npz, safetensors, csv and tensors.
namespace nilgrad::bindings {
namespace {

template <class Options>
Options options_of(lua_State* L, const char* name) {
  const auto& descriptor = *catalog::find("data", name);
  return catalog::read<Options>(descriptor, read_arguments(L, 1, descriptor));
}

int images(lua_State* L) {
  return push_dataset(L, read_images(options_of<ImagesOptions>(L, "images"), StopToken(interrupt_flag())));
}

int image(lua_State* L) {
  push_tensor(L, read_image(options_of<ImageOptions>(L, "image")));
  return 1;
}

int csv(lua_State* L) { return push_dataset(L, read_table(options_of<TableOptions>(L, "csv"))); }

/// Both names are given, or neither.
bool names_both(const ArraysOptions& options, const char* what) {
  if (options.images.empty() != options.labels.empty())
    throw_error(ErrorKind::option, "{} needs images = and labels =, or neither to be given the arrays as they are",
                what);
  return !options.images.empty();
}

int npy(lua_State* L) {
  const auto options = options_of<ArraysOptions>(L, "npy");
  if (names_both(options, "ng.data.npy") != options.path.empty())
    throw_error(ErrorKind::option, "ng.data.npy takes the path of one file, or images = and labels = for two");
  if (options.path.empty()) return push_dataset(L, read_npy_dataset(options));
  push_tensor(L, numbers_of(open_npy(options.path)));
  return 1;
}

int push_arrays(lua_State* L, const NamedArrays& arrays) {
  lua_createtable(L, 0, static_cast<int>(arrays.size()));
  for (const auto& [name, tensor] : arrays) {
    push_string(L, name);
    push_tensor(L, tensor);
    lua_rawset(L, -3);
  }
  return 1;
}

int npz(lua_State* L) {
  const auto options = options_of<ArraysOptions>(L, "npz");
  return names_both(options, "ng.data.npz") ? push_dataset(L, read_npz_dataset(options))
                                            : push_arrays(L, read_npz(options.path));
}

int safetensors(lua_State* L) {
  const auto options = options_of<ArraysOptions>(L, "safetensors");
  return names_both(options, "ng.data.safetensors") ? push_dataset(L, read_safetensors_dataset(options))
                                                    : push_arrays(L, read_safetensors_arrays(options.path));
}

std::vector<std::int64_t> labels_at(lua_State* L, int index) {
  std::vector<std::int64_t> labels;
  const Tensor numbers = to_tensor(L, index, DType::float64, "labels");
  for (const double number : numbers.as<double>()) {
    if (!(number >= 0 && number < 0x1p31 && number == static_cast<double>(static_cast<std::int64_t>(number))))
      throw_error(ErrorKind::option, "labels[{}] is {}; classes are whole numbers from 0", labels.size() + 1, number);
    labels.push_back(static_cast<std::int64_t>(number));
  }
  return labels;
}

struct TensorsOptions {
  std::string name = "tensors", layout = "chw";
  std::variant<std::string, std::vector<std::string>> classes;
};

int tensors(lua_State* L) {
  const auto& descriptor = *catalog::find("data", "tensors");
  const auto options = catalog::read<TensorsOptions>(descriptor, read_options(L, 1, descriptor, "images"));
  Samples samples;
  samples.name = samples.images_name = samples.labels_name = options.name;
  if (lua_getfield(L, 1, "images") == LUA_TNIL || lua_getfield(L, 1, "labels") == LUA_TNIL)
    throw_error(ErrorKind::option, "ng.data.tensors needs images = and labels =");
  samples.images = to_tensor(L, -2, DType::float32, "images");
  samples.labels = labels_at(L, -1);
  if (const auto* list = std::get_if<std::vector<std::string>>(&options.classes); list && !list->empty())
    samples.classes = std::make_shared<const std::vector<std::string>>(*list);
  return push_dataset(L, dataset_of(std::move(samples), options.layout));
}

}  // namespace

void open_data_files(lua_State* L) {
  constexpr std::array<luaL_Reg, 8> functions{{{"images", native<images>},
                                               {"image", native<image>},
                                               {"npy", native<npy>},
                                               {"npz", native<npz>},
                                               {"safetensors", native<safetensors>},
                                               {"csv", native<csv>},
                                               {"tensors", native<tensors>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(data, tensors) {
  using Options = nilgrad::bindings::TensorsOptions;
  return Described<Options>("data", "tensors", "images and labels that are there already, as a data set")
      .signature("ng.data.tensors { images = …, labels = …, … } -> dataset")
      .opaque("images", Type::any, "",
              "a tensor [n, channels, height, width], [n, height, width] or [n, values], or a list of tensors; pixels "
              "in [0, 1]",
              {.default_text = "none: required"})
      .opaque("labels", Type::any, "", "a list or tensor of n classes, from 0", {.default_text = "none: required"})
      .option("classes", &Options::classes, "list of the classes' names, class 0 first", {.default_text = "none"})
      .option("layout", &Options::layout, "of images of rank 4: channels first, or last", {.choices = {"chw", "hwc"}})
      .option("name", &Options::name, "what reports call it")
      .memory("none for a float32 tensor, which is shared; else a copy")
      .example(
          "return ng.data.tensors { images = ng.tensor.full({ 2, 1, 4, 4 }, 0.5, \"float32\"), labels = { 0, 1 } }");
}
