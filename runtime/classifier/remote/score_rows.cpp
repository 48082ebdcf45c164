#include "runtime/classifier/remote/score_rows.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "runtime/error.hpp"
#include "runtime/objective/process/protocol.hpp"

namespace nilgrad {
namespace {

using nlohmann::json;

template <class... Args>
[[noreturn]] void fault(fmt::format_string<Args...> format, Args&&... args) {
  throw AnswerFault(fmt::format(format, std::forward<Args>(args)...));
}

std::string shown(const json& value) { return excerpt(value.dump(-1, ' ', false, json::error_handler_t::replace)); }

}  // namespace

ScoreRows::ScoreRows(std::string scores, std::size_t classes, std::vector<std::string> names, std::string label,
                     std::string score, const std::string& maker)
    : scores_(std::move(scores)),
      label_(std::move(label)),
      score_(std::move(score)),
      classes_(classes > 0 ? classes : names.size()),
      names_(std::move(names)) {
  if (classes_ < 2)
    throw_error(ErrorKind::option, "{} needs classes = how many there are, two at least, or labels = their names",
                maker);
  if (!names_.empty() && names_.size() != classes_)
    throw_error(ErrorKind::option, "{}: classes = {}, but there are {} labels", maker, classes_, names_.size());
  for (std::size_t k = 0; k < names_.size(); ++k)
    if (!positions_.emplace(names_[k], k).second)
      throw_error(ErrorKind::option, "{}: two labels are '{}'", maker, names_[k]);
}

json ScoreRows::parse(std::string_view text) {
  json value = json::parse(text, nullptr, false);
  if (!value.is_discarded()) return value;
  if (text.find("NaN") != std::string::npos || text.find("Infinity") != std::string::npos)
    fault("answered with numbers that are not finite: {}", excerpt(text));
  fault("answered with what is no JSON: {}", text.empty() ? "nothing" : excerpt(text));
}

std::size_t ScoreRows::class_named(const std::string& name) const {
  const auto found = positions_.find(name);
  if (found == positions_.end())
    fault("answered with the label {}, which is not among the {} labels given", excerpt(name), names_.size());
  return found->second;
}

float ScoreRows::number_in(const json& value, std::size_t index) const {
  if (!value.is_number()) fault("answered with a score of class {} that is no number: {}", index, shown(value));
  const auto number = static_cast<float>(value.get<double>());
  if (!std::isfinite(number)) fault("answered with a score of class {} that is not finite: {}", index, shown(value));
  if (scores_ == "probabilities" && !(number >= -1e-3f && number <= 1 + 1e-3f))
    fault("answered with {} for class {}, which is no probability (say scores = 'logits')", number, index);
  return number;
}

void ScoreRows::read_label(const json& value, float* row) const {
  std::fill_n(row, classes_, 0.f);
  if (value.is_string() && !names_.empty()) {
    row[class_named(value.get<std::string>())] = 1;
    return;
  }
  const double label = value.is_number() ? value.get<double>() : -1;
  if (!(label >= 0 && label < static_cast<double>(classes_)) || label != std::trunc(label))
    fault("answered with {}, which is none of the classes 0 to {}", shown(value), classes_ - 1);
  row[static_cast<std::size_t>(label)] = 1;
}

void ScoreRows::read_list(const json& value, float* row) const {
  if (value.size() != classes_)
    fault("answered with {} scores for an image; there are {} classes: {}", value.size(), classes_, shown(value));
  for (std::size_t k = 0; k < classes_; ++k) row[k] = number_in(value[k], k);
}

/// each(take) calls take(name, score) for every one.
template <class Each>
void ScoreRows::read_named(const json& value, float* row, Each&& each) const {
  std::vector<bool> seen(classes_);
  each([&](const std::string& name, const json& score) {
    const std::size_t k = class_named(name);
    if (seen[k]) fault("answered with two scores of the label {}: {}", excerpt(name), shown(value));
    seen[k] = true;
    row[k] = number_in(score, k);
  });
  for (std::size_t k = 0; k < classes_; ++k) {
    if (seen[k]) continue;
    if (!missing_)
      fault(
          "answered without a score of the label {}: {} (missing = its score, of a service that names the best alone)",
          excerpt(names_[k]), shown(value));
    row[k] = static_cast<float>(*missing_);
  }
}

void ScoreRows::read(const json& value, float* row) const {
  if (scores_ == "labels") return read_label(value, row);
  const bool objects = value.is_array() && !value.empty() && value[0].is_object();
  if ((objects || value.is_object()) && names_.empty())
    fault("answered with scores by name; give labels = the names in the order of the classes: {}", shown(value));
  if (value.is_object())
    return read_named(value, row, [&](auto&& take) {
      for (const auto& [name, score] : value.items()) take(name, score);
    });
  if (objects)
    return read_named(value, row, [&](auto&& take) {
      for (const json& one : value) {
        if (!one.is_object() || !one.contains(label_) || !one[label_].is_string() || !one.contains(score_))
          fault("answered with a score that has no '{}' and '{}': {}", label_, score_, shown(one));
        take(one[label_].template get<std::string>(), one[score_]);
      }
    });
  if (!value.is_array()) fault("answered with what are no scores of an image: {}", shown(value));
  read_list(value, row);
}

}  // namespace nilgrad
