#include "runtime/image/images.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>

#include "runtime/catalog/describe.hpp"
#include "runtime/image/folder.hpp"
#include "runtime/image/jpeg.hpp"
#include "runtime/image/resize.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

/// What is done to each image after decoding.
struct Fitting {
  std::size_t height = 0, width = 0;  // 0: as the file has it
  std::size_t shorter = 0;            // 0: stretched
  std::size_t channels = 0;           // 0: as the file has it
  Filter filter = Filter::bilinear;
};

template <class Options>
Fitting fitting_of(const Options& options) {
  Fitting fitting{.filter = filter_from(options.filter)};
  const auto& size = options.size;
  for (const double side : size)
    if (!(side >= 1 && side <= static_cast<double>(most_image_side) && side == std::floor(side)))
      throw_error(ErrorKind::option, "option 'size' must be {{ height, width }} in whole pixels, got {}", side);
  if (size.size() > 2)
    throw_error(ErrorKind::option, "option 'size' must be {{ height, width }}, not {} numbers", size.size());
  if (!size.empty()) {
    fitting.height = static_cast<std::size_t>(size.front());
    fitting.width = static_cast<std::size_t>(size.back());
  }
  if (options.shorter) {
    fitting.shorter = static_cast<std::size_t>(*options.shorter);
    if (size.empty())
      throw_error(ErrorKind::option, "option 'shorter' needs size = {{ height, width }}, what is cut from the centre");
    if (fitting.shorter < std::max(fitting.height, fitting.width))
      throw_error(ErrorKind::option, "shorter = {} leaves no centre of {}×{} pixels", fitting.shorter, fitting.height,
                  fitting.width);
  }
  if (options.channels) fitting.channels = static_cast<std::size_t>(*options.channels);
  return fitting;
}

Tensor fitted(const std::filesystem::path& path, const Fitting& fitting) {
  Tensor image = read_image(path);
  if (fitting.channels != 0) image = with_channels(image, fitting.channels);
  if (fitting.height == 0) return image;
  if (fitting.shorter == 0) return resize(image, fitting.height, fitting.width, fitting.filter);
  return resize_and_crop(image, fitting.shorter, fitting.height, fitting.width, fitting.filter);
}

/// Decodes each file into its row; the error of the first file that has one is thrown.
void decode_all(const std::vector<std::filesystem::path>& files, const Fitting& fitting, const Tensor& rows,
                StopToken stop) {
  std::mutex mutex;
  std::size_t failed = files.size();
  std::exception_ptr failure;
  parallel_for(files.size(), 1, [&](std::size_t i, std::size_t) {
    stop.check();
    try {
      const Tensor image = fitted(files[i], fitting);
      Tensor row = rows.row(i);
      if (image.shape() != row.shape())
        throw_error(ErrorKind::file,
                    "{}: {} (channels, height, width), but {} is {}; give size = {{ h, w }} and channels = 1 or 3 to "
                    "make them alike",
                    files[i].string(), to_string(image.shape()), files[0].string(), to_string(row.shape()));
      row.copy_from(image);
    } catch (const Error& error) {
      const std::lock_guard lock(mutex);
      if (i < failed) {
        failed = i;
        failure = std::current_exception();
      }
    }
  });
  if (failure) std::rethrow_exception(failure);
}

/// As given, or within the folder.
std::filesystem::path csv_of(const ImagesOptions& options) {
  std::error_code ignored;
  const auto within = std::filesystem::path(options.folder) / options.labels;
  return !std::filesystem::exists(options.labels, ignored) && std::filesystem::exists(within, ignored)
             ? within
             : std::filesystem::path(options.labels);
}

}  // namespace

Tensor read_image(const ImageOptions& options) { return fitted(options.path, fitting_of(options)); }

Dataset read_images(const ImagesOptions& options, StopToken stop) {
  const Fitting fitting = fitting_of(options);
  const std::filesystem::path folder = options.folder;
  if (!std::filesystem::is_directory(folder)) throw_error(ErrorKind::file, "{}: no such folder", folder.string());
  const ClassNames names = options.classes.empty() ? nullptr : read_class_names(options.classes);
  LabelledFiles found = options.labels.empty()
                            ? files_by_class(folder, names)
                            : files_by_csv(folder, csv_of(options), names, options.unlabelled == "skip");
  const std::size_t size = found.files.size(), first = static_cast<std::size_t>(options.first - 1);
  if (first >= size) throw_error(ErrorKind::option, "first = {} of {} images", options.first, size);
  const std::size_t count = std::min(size - first, static_cast<std::size_t>(options.count.value_or(INT64_MAX)));
  const auto part = [&](auto& list) {
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(first));
    list.resize(count);
  };
  part(found.files);
  part(found.labels);
  Dataset data;
  data.name = (folder / "").parent_path().filename().string();
  Shape shape = fitted(found.files[0], fitting).shape();
  shape.insert(shape.begin(), static_cast<std::int64_t>(count));
  data.images = Tensor::uninitialized(shape, DType::float32);
  decode_all(found.files, fitting, data.images, stop);
  data.labels = std::move(found.labels);
  data.classes = std::move(found.classes);
  return data;
}

namespace {

template <class Options>
catalog::Described<Options> with_fitting(catalog::Described<Options> described) {
  return described
      .option("size", &Options::size, "{ height, width }, or one number for both, to resize to",
              {.low = 1, .unit = "pixels", .default_text = "as in the files"})
      .option("shorter", &Options::shorter,
              "keep proportions: the shorter side is made this long, then the centre of `size` is cut out (ImageNet's "
              "classifiers: size = 224, shorter = 256). Without it the image is stretched to `size`",
              {.low = 1, .high = 65535, .unit = "pixels"})
      .option("filter", &Options::filter,
              "of resizing; all but nearest are widened when a side shrinks, so that every pixel counts (as PIL and "
              "torchvision do, without their rounding to bytes)",
              {.choices = {"bilinear", "bicubic", "nearest"}})
      .option("channels", &Options::channels,
              "1 or 3: grey becomes three equal colours, colours .299 R + .587 G + .114 B",
              {.low = 1, .high = 3, .default_text = "as in the files"});
}

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(data, images) {
  using Options = nilgrad::ImagesOptions;
  return with_fitting(
      Described<Options>("data", "images", "PNG and JPEG files of a folder, labelled by a CSV or by sub-folders")
          .signature("ng.data.images { folder = …, labels = \"labels.csv\", size = { h, w }, … } -> dataset")
          .option("folder", &Options::folder,
                  "where the images are; 8 bits become byte/255, 16 bits word/65535, transparency is dropped, EXIF's "
                  "orientation ignored",
                  {.required = true})
          .option(
              "labels", &Options::labels,
              "a CSV, as a path or within the folder, with the columns file and label: those that its header names so, "
              "else the "
              "first two. A label is a class's number from 0 or its name",
              {.default_text = "none: one sub-folder a class, in the order of their names"})
          .option(
              "classes", &Options::classes, "a file of the classes' names, one a line, class 0 first",
              {.default_text = "none: the sub-folders' names, or the CSV's labels in the order of the alphabet where "
                               "they are no numbers"})
          .option("unlabelled", &Options::unlabelled, "an image of the folder that the CSV does not name",
                  {.choices = {"refuse", "skip"}})
          .option("first", &Options::first, "the first image to read, of those in the order of the CSV or of the names",
                  {.low = 1})
          .option("count", &Options::count, "how many to read", {.low = 1, .default_text = "all"})
          .cost("decoding, in the program's threads")
          .memory("4 bytes a value, and one decoded image a thread")
          .example("local data = ng.data.fashion_mnist {}\nlocal folder = os.tmpname() .. \".images\"\ndata:slice(1, "
                   "3):write_png(folder)\n"
                   "return ng.data.images { folder = folder, labels = \"labels.csv\", size = { 14, 14 } }"));
}

NILGRAD_DESCRIBE(data, image) {
  using Options = nilgrad::ImageOptions;
  return with_fitting(
      Described<Options>("data", "image", "one PNG or JPEG file: [channels, height, width] in [0, 1]")
          .signature("ng.data.image(path: string) -> tensor")
          .positional({"path"})
          .option(
              "path", &Options::path,
              "of the file; 8 bits become byte/255, 16 bits word/65535, transparency is dropped, EXIF's orientation "
              "ignored",
              {.required = true})
          .memory("4 bytes a value")
          .example("return ng.data.image { path = \"docs/square.png\", size = 64, channels = 1 }"));
}
