#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/classifier/dataset.hpp"

// What makes a data set of images and labels, wherever they came from.
namespace nilgrad {

using ClassNames = std::shared_ptr<const std::vector<std::string>>;

/// The classes' names, one a line, class 0 first. Throws Error(file) for an empty line before the last, or none at all.
ClassNames read_class_names(const std::filesystem::path& path);

/// Finds the class that a text means: its number, or its name among `names`.
class ClassFinder {
 public:
  /// `names` null: numbers only.
  explicit ClassFinder(ClassNames names);
  /// Throws Error(file), beginning with `place`, for a number that is no class and an unknown or ambiguous name.
  std::int64_t find(std::string_view text, const std::string& place) const;

 private:
  ClassNames names_;
  std::unordered_map<std::string_view, std::size_t> numbers_;
  std::vector<std::string_view> ambiguous_;
};

/// A whole number from 0 to 2^31 − 1, or −1.
std::int64_t class_number(std::string_view text);

/// Images and labels with the names that errors about them begin with.
struct Samples {
  std::string name;         ///< of the data set
  std::string images_name;  ///< "x.npz: \"x\""
  Tensor images;            ///< float32
  std::string labels_name;
  std::vector<std::int64_t> labels;
  ClassNames classes;
};

/// Makes the data set: images of rank 3 are given one channel; with `layout` "hwc" those of rank 4 become channels
/// first. Throws Error(file) naming the file and the numbers: no image, other numbers of labels, a label beyond the
/// names, images that look like the other layout, pixels outside [0, 1].
Dataset dataset_of(Samples samples, std::string_view layout = "chw");

/// Throws Error(file) naming the first image (from 1) with a pixel that is not in [0, 1].
void require_unit_pixels(const Tensor& images, const std::string& name);

}  // namespace nilgrad
