#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nilgrad {

/// An answer that holds no usable scores. The text says what is wrong, as in "answered …".
class AnswerFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Scores of images as JSON tells them.
class ScoreRows {
 public:
  /// `scores` is "logits", "probabilities" or "labels". `names` are the classes' names, or none; label and score are
  /// the fields of an object in a list of such. Throws Error(option), naming `maker`, for fewer than two classes, two
  /// of one name, or a number of names that is not `classes` (0: as many as there are names).
  ScoreRows(std::string scores, std::size_t classes, std::vector<std::string> names, std::string label,
            std::string score, const std::string& maker);

  /// The score of a class that an answer by names does not name; without it, such an answer is refused.
  void set_missing(std::optional<double> score) { missing_ = score; }

  const std::string& scores() const noexcept { return scores_; }
  std::size_t classes() const noexcept { return classes_; }
  const std::vector<std::string>& names() const noexcept { return names_; }

  /// One image's scores to `row`: a list of numbers; by names, an object { name: number } or a list of objects { label:
  /// name, score: number }; of labels, a class from 0 or its name, which becomes 1 among zeros. Throws AnswerFault
  /// unless there is one finite number for each class.
  void read(const nlohmann::json& value, float* row) const;

  /// Text as JSON; throws AnswerFault.
  static nlohmann::json parse(std::string_view text);

 private:
  void read_label(const nlohmann::json& value, float* row) const;
  void read_list(const nlohmann::json& value, float* row) const;
  template <class Each>
  void read_named(const nlohmann::json& value, float* row, Each&& each) const;
  std::size_t class_named(const std::string& name) const;
  float number_in(const nlohmann::json& value, std::size_t index) const;

  std::string scores_, label_, score_;
  std::size_t classes_;
  std::optional<double> missing_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> positions_;
};

}  // namespace nilgrad
