#include "runtime/classifier/http/response_path.hpp"

#include <nlohmann/json.hpp>

#include "runtime/classifier/remote/score_rows.hpp"
#include "runtime/error.hpp"
#include "runtime/objective/process/protocol.hpp"

namespace nilgrad {

using nlohmann::json;

ResponsePath::ResponsePath(const std::string& text) : text_(text) {
  const auto refuse = [&] {
    throw_error(ErrorKind::option,
                "response = '{}' is no path; write names with dots between them, [] for every element of "
                "a list and [0] for its first, such as 'predictions[].score'",
                text);
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '[') {
      const std::size_t end = text.find(']', at);
      const std::string inside = end == std::string::npos ? "?" : text.substr(at + 1, end - at - 1);
      if (inside.size() > 6 || inside.find_first_not_of("0123456789") != std::string::npos) refuse();
      if (inside.empty())
        steps_.push_back({Step::Kind::every, "", 0});
      else
        steps_.push_back({Step::Kind::element, "", std::stoul(inside)});
      at = end + 1;
      if (at < text.size() && text[at] == '.' && ++at == text.size()) refuse();
    } else {
      const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
      if (end == at || text.find(']', at) < end) refuse();
      steps_.push_back({Step::Kind::field, text.substr(at, end - at), 0});
      at = end;
      if (at < text.size() && text[at] == '.' && (++at == text.size() || text[at] == '[')) refuse();
    }
  }
}

void ResponsePath::lost(const json& at, const std::string& wanted) const {
  throw AnswerFault(fmt::format("answered without {} (response = '{}'): {}", wanted, text_,
                                excerpt(at.dump(-1, ' ', false, json::error_handler_t::replace))));
}

json ResponsePath::follow(const json& from, std::size_t number) const {
  if (number == steps_.size()) return from;
  const Step& step = steps_[number];
  if (step.kind == Step::Kind::field) {
    if (!from.is_object() || !from.contains(step.name)) lost(from, "the field '" + step.name + "'");
    return follow(from[step.name], number + 1);
  }
  if (!from.is_array()) lost(from, "a list");
  if (step.kind == Step::Kind::element) {
    if (from.size() <= step.index) lost(from, fmt::format("an element [{}]", step.index));
    return follow(from[step.index], number + 1);
  }
  json list = json::array();
  for (const json& element : from) list.push_back(follow(element, number + 1));
  return list;
}

json ResponsePath::find(const json& answer) const { return follow(answer, 0); }

}  // namespace nilgrad
