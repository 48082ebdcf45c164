#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace nilgrad {

/// Where scores stand in an answer: names of fields with dots between them; `[]` after one means every element of a
/// list, `[2]` its third. "" is the whole answer, "[]" every element of a list that is the whole answer.
/// "predictions[].score", "outputs[0].data", "result.probabilities".
class ResponsePath {
 public:
  /// Throws Error(option) for what is none.
  explicit ResponsePath(const std::string& text);

  /// What stands there: with a [], a list. Throws AnswerFault naming the step that leads nowhere.
  nlohmann::json find(const nlohmann::json& answer) const;

 private:
  struct Step {
    enum class Kind { field, every, element } kind;
    std::string name;
    std::size_t index;
  };
  nlohmann::json follow(const nlohmann::json& from, std::size_t number) const;
  [[noreturn]] void lost(const nlohmann::json& at, const std::string& wanted) const;

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace nilgrad
