#include <nlohmann/json.hpp>

#include "runtime/error.hpp"
#include "runtime/study/space/domain.hpp"

namespace nilgrad::study {
namespace {

using nlohmann::json;

Domain parse(const json& text) {
  const std::string kind = text.at("kind");
  const bool log = text.value("log", false);
  if (kind == "float") return Domain::real(text.at("low"), text.at("high"), log, text.value("step", 0.0));
  if (kind == "int") return Domain::integer(text.at("low"), text.at("high"), log, text.value("step", std::int64_t{1}));
  if (kind == "permutation") return Domain::permutation(text.at("items"));
  if (kind != "choice") throw_error(ErrorKind::file, "'{}' is no kind of parameter", kind);
  std::vector<Value> values;
  for (const json& value : text.at("values")) values.push_back(value_from_json(value.dump()));
  return Domain::choice(std::move(values));
}

}  // namespace

std::string Domain::to_json() const {
  json text;
  switch (kind_) {
    case Kind::real:
      text = {{"kind", "float"}, {"low", low_}, {"high", high_}};
      if (step_ > 0) text["step"] = step_;
      break;
    case Kind::integer:
      text = {{"kind", "int"}, {"low", static_cast<std::int64_t>(low_)}, {"high", static_cast<std::int64_t>(high_)}};
      if (step_ > 1) text["step"] = static_cast<std::int64_t>(step_);
      break;
    case Kind::permutation:
      text = {{"kind", "permutation"}, {"items", count_}};
      break;
    case Kind::choice:
      text = {{"kind", "choice"}, {"values", json::array()}};
      for (const Value& value : choices_) text["values"].push_back(json::parse(study::to_json(value)));
  }
  if (log_) text["log"] = true;
  return text.dump();
}

Domain Domain::from_json(std::string_view text) {
  try {
    return parse(json::parse(text));
  } catch (const std::exception& error) {
    throw_error(ErrorKind::file, "'{}' is no domain of a parameter: {}", text.substr(0, 80), error.what());
  }
}

}  // namespace nilgrad::study
