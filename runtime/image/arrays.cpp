#include "runtime/image/arrays.hpp"

#include <algorithm>
#include <array>

#include "runtime/catalog/describe.hpp"
#include "runtime/image/labelled.hpp"
#include "runtime/image/npy.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad {
namespace {

Dataset from_stored(const ArraysOptions& options, const std::string& name, const StoredNumbers& images,
                    const StoredNumbers& labels) {
  Samples samples;
  samples.name = std::filesystem::path(name).filename().string();
  samples.images_name = images.name;
  samples.labels_name = labels.name;
  samples.labels = labels_of(labels);
  samples.images = pixels_of(images, options.scale);
  if (!options.classes.empty()) samples.classes = read_class_names(options.classes);
  return dataset_of(std::move(samples), options.layout);
}

struct SafetensorsType {
  std::string_view name;
  Number type;
};

constexpr std::array safetensors_types{
    SafetensorsType{"U8", Number::u8},   SafetensorsType{"BOOL", Number::u8},   SafetensorsType{"I8", Number::i8},
    SafetensorsType{"U16", Number::u16}, SafetensorsType{"I16", Number::i16},   SafetensorsType{"U32", Number::u32},
    SafetensorsType{"I32", Number::i32}, SafetensorsType{"U64", Number::u64},   SafetensorsType{"I64", Number::i64},
    SafetensorsType{"F16", Number::f16}, SafetensorsType{"BF16", Number::bf16}, SafetensorsType{"F32", Number::f32},
    SafetensorsType{"F64", Number::f64}};

/// The file is little-endian, as this machine is.
StoredNumbers stored_numbers(const transformer::StoredTensor& tensor, const std::string& file) {
  StoredNumbers numbers;
  numbers.name = file + ": " + transformer::shown_name(tensor.name);
  const auto type = std::find_if(safetensors_types.begin(), safetensors_types.end(),
                                 [&](const SafetensorsType& known) { return known.name == tensor.type_name; });
  if (type == safetensors_types.end())
    throw_error(ErrorKind::file, "{}: elements of type {}, which are not read", numbers.name, tensor.type_name);
  if (tensor.shape.size() > Shape::max_rank)
    throw_error(ErrorKind::file, "{}: {} dimensions; at most {} can be read", numbers.name, tensor.shape.size(),
                Shape::max_rank);
  numbers.type = type->type;
  numbers.shape = Shape(tensor.shape.begin(), tensor.shape.end());
  numbers.owner = tensor.file;
  numbers.data = tensor.file->data() + tensor.offset;
  return numbers;
}

const transformer::StoredTensor& tensor_named(const std::vector<transformer::StoredTensor>& tensors,
                                              const std::string& name, const std::string& file) {
  std::string names;
  for (const auto& tensor : tensors) {
    if (tensor.name == name) return tensor;
    names += (names.empty() ? "" : ", ") + transformer::shown_name(tensor.name);
  }
  throw_error(ErrorKind::file, "{}: has no tensor '{}'; it has {}", file, name, names.empty() ? "none" : names);
}

}  // namespace

Dataset read_npy_dataset(const ArraysOptions& options) {
  return from_stored(options, options.images, open_npy(options.images), open_npy(options.labels));
}

Dataset read_npz_dataset(const ArraysOptions& options) {
  const auto arrays = open_npz(options.path, std::array{options.images, options.labels});
  return from_stored(options, options.path, arrays[0].second, arrays[1].second);
}

Dataset read_safetensors_dataset(const ArraysOptions& options) {
  const auto tensors = transformer::read_safetensors(options.path);
  const auto numbers = [&](const std::string& name) {
    return stored_numbers(tensor_named(tensors, name, options.path), options.path);
  };
  return from_stored(options, options.path, numbers(options.images), numbers(options.labels));
}

NamedArrays read_npz(const std::filesystem::path& path) {
  NamedArrays arrays;
  for (auto& [name, stored] : open_npz(path)) arrays.emplace_back(name, numbers_of(stored));
  return arrays;
}

NamedArrays read_safetensors_arrays(const std::filesystem::path& path) {
  NamedArrays arrays;
  for (const auto& tensor : transformer::read_safetensors(path))
    arrays.emplace_back(tensor.name, numbers_of(stored_numbers(tensor, path.string())));
  return arrays;
}

namespace {

catalog::Described<ArraysOptions> arrays_described(const std::string& name, std::string summary) {
  return catalog::Described<ArraysOptions>("data", name, std::move(summary))
      .positional({"path"})
      .option("scale", &ArraysOptions::scale, "what white is: a pixel is the number divided by it",
              {.low = 0, .above_low = true, .default_text = "255 for unsigned bytes, 1 for all others"})
      .option("layout", &ArraysOptions::layout, "of images of rank 4: [n, channels, height, width], or channels last",
              {.choices = {"chw", "hwc"}})
      .option("classes", &ArraysOptions::classes, "a file of the classes' names, one a line, class 0 first",
              {.default_text = "none"})
      .formula(
          "a tensor is float32 for 8- and 16-bit types and float32, else float64; 64-bit integers up to 2^53\n"
          "images of rank 3 are given one channel")
      .memory("4 bytes a pixel, beside the file's pages while it is read");
}

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(data, npy) {
  using Options = nilgrad::ArraysOptions;
  return arrays_described("npy", "a .npy file of numpy, or images and labels from two")
      .signature("ng.data.npy(path: string) -> tensor; ng.data.npy { images = path, labels = path } -> dataset")
      .option("path", &Options::path, "of one file: integers, floats or bool, either byte order, C or Fortran order",
              {.default_text = "none"})
      .option("images", &Options::images, "path of the images", {.default_text = "none"})
      .option("labels", &Options::labels, "path of the labels: one whole number an image", {.default_text = "none"})
      .reference("numpy.lib.format, versions 1 to 3")
      .example(
          "local path = os.tmpname()\nng.data.write_npy(path, ng.tensor { { 1, 2 }, { 3, 4 } })\nreturn "
          "ng.data.npy(path)");
}

NILGRAD_DESCRIBE(data, npz) {
  using Options = nilgrad::ArraysOptions;
  return arrays_described("npz", "a .npz file of numpy: all its arrays, or images and labels from two of them")
      .signature(
          "ng.data.npz(path: string) -> table<string, tensor>; ng.data.npz { path = …, images = \"x\", labels = \"y\" "
          "} -> "
          "dataset")
      .option("path", &Options::path, "of the file, compressed or not", {.required = true})
      .option("images", &Options::images, "name of the array of images", {.default_text = "none"})
      .option("labels", &Options::labels, "name of the array of labels: one whole number an image",
              {.default_text = "none"})
      .reference("numpy.lib.format, versions 1 to 3; PKWARE's APPNOTE for the zip")
      .example(
          "local path = os.tmpname()\nng.data.write_npz(path, { x = ng.tensor.full({ 2, 1, 4, 4 }, 0.5), y = { 0, 1 } "
          "})\n"
          "return ng.data.npz { path = path, images = \"x\", labels = \"y\" }");
}

NILGRAD_DESCRIBE(data, safetensors) {
  using Options = nilgrad::ArraysOptions;
  return arrays_described("safetensors", "a safetensors file: all its tensors, or images and labels from two of them")
      .signature(
          "ng.data.safetensors(path: string) -> table<string, tensor>; ng.data.safetensors { path = …, images = \"x\", "
          "labels = \"y\" } -> dataset")
      .option("path", &Options::path, "of the file", {.required = true})
      .option("images", &Options::images, "name of the tensor of images", {.default_text = "none"})
      .option("labels", &Options::labels, "name of the tensor of labels: one whole number an image",
              {.default_text = "none"})
      .reference("github.com/huggingface/safetensors")
      .example("return ng.data.safetensors \"scripts/models/mini-opt/model.safetensors\"");
}
