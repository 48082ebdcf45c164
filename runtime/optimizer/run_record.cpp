#include "runtime/optimizer/run_record.hpp"

#include "runtime/catalog/descriptor.hpp"
#include "runtime/catalog/value_json.hpp"

namespace nilgrad {
namespace {

using catalog::exact, catalog::exact_number;
using nlohmann::json;

constexpr int key_layout = 1;  // of runtime/random/key.hpp, which never changes: a journal of another is not ours

json bounds_json(const Bounds& bounds) {
  return {{"lower", catalog::to_json(catalog::Value(bounds.lower))},
          {"upper", catalog::to_json(catalog::Value(bounds.upper))}};
}

Bounds bounds_from(const json& bounds) {
  return {std::get<std::vector<double>>(catalog::value_from_json(bounds.at("lower"))),
          std::get<std::vector<double>>(catalog::value_from_json(bounds.at("upper")))};
}

json settings_json(const Run::Settings& settings) {
  json result = {{"budget", settings.budget},
                 {"seed", settings.seed},
                 {"stream", settings.stream},
                 {"maximize", settings.maximize},
                 {"keep_last", settings.keep == Keep::last},
                 {"bounds", bounds_json(settings.bounds)}};
  if (settings.target) result["target"] = exact(*settings.target);
  if (settings.seconds) result["seconds"] = exact(*settings.seconds);
  if (settings.steps) result["steps"] = *settings.steps;
  if (settings.evaluate_every) result["evaluate_every"] = *settings.evaluate_every;
  return result;
}

Run::Settings settings_from(const json& header) {
  Run::Settings settings;
  settings.budget = header.at("budget").get<std::int64_t>();
  settings.seed = header.at("seed").get<std::uint64_t>();
  settings.stream = header.at("stream").get<std::uint64_t>();
  settings.maximize = header.at("maximize").get<bool>();
  settings.keep = header.at("keep_last").get<bool>() ? Keep::last : Keep::best;
  settings.bounds = bounds_from(header.at("bounds"));
  if (header.contains("target")) settings.target = exact_number(header["target"]);
  if (header.contains("seconds")) settings.seconds = exact_number(header["seconds"]);
  if (header.contains("steps")) settings.steps = header["steps"].get<std::int64_t>();
  if (header.contains("evaluate_every")) settings.evaluate_every = header["evaluate_every"].get<std::int64_t>();
  return settings;
}

json objective_json(const ObjectiveRecord& objective) {
  return {{"name", catalog::to_json(catalog::Value(objective.name))},
          {"dim", objective.dim},
          {"bounds", bounds_json(objective.bounds)},
          {"definition", catalog::to_json(catalog::Value(objective.definition))}};
}

ObjectiveRecord objective_from(const json& header) {
  return {std::get<std::string>(catalog::value_from_json(header.at("name"))), header.at("dim").get<std::size_t>(),
          bounds_from(header.at("bounds")), std::get<std::string>(catalog::value_from_json(header.at("definition")))};
}

/// What differs of two definitions: the fields where both are JSON objects, else all.
std::string difference(const std::string& given, const std::string& recorded) {
  const json a = json::parse(given, nullptr, false), b = json::parse(recorded, nullptr, false);
  std::string text;
  if (a.is_object() && b.is_object() && !a.contains("kind"))
    for (const auto& [name, value] : b.items())
      if (const json own = a.value(name, json()); own != value)
        text += fmt::format("{}its '{}' is {}, not {}", text.empty() ? "" : "; ", name, own.dump(), value.dump());
  return text.empty() ? fmt::format("it is {}, not {}", given, recorded) : text;
}

bool same(const Bounds& a, const Bounds& b) { return a.lower == b.lower && a.upper == b.upper; }

}  // namespace

ObjectiveRecord ObjectiveRecord::of(const Objective& objective) {
  return {objective.name(), objective.dim(), objective.bounds(), objective.definition()};
}

void ObjectiveRecord::check(const Objective& given) const {
  const auto refuse = [](const std::string& what) {
    throw_error(ErrorKind::option, "the objective is not the one of the journal: {}", what);
  };
  if (given.name() != name) refuse(fmt::format("its name is '{}', not '{}'", given.name(), name));
  if (given.dim() != dim) refuse(fmt::format("its dimension is {}, not {}", given.dim(), dim));
  if (!same(given.bounds(), bounds)) refuse("it has other bounds");
  if (given.definition() != definition) refuse(difference(given.definition(), definition));
}

std::string RunRecord::to_json() const {
  const json header = {{"nilgrad", NILGRAD_VERSION},
                       {"key_layout", key_layout},
                       {"optimizer", catalog::to_json(*optimizer)},
                       {"optimizer_name", optimizer_name},
                       {"settings", settings_json(settings)},
                       {"x0", x0.to_json()},
                       {"objective", objective ? objective_json(*objective) : json()}};
  return header.dump(-1, ' ', true, json::error_handler_t::replace);
}

RunRecord RunRecord::from_json(const std::string& header, const std::string& path) {
  try {
    const json root = json::parse(header);
    const auto version = root.at("nilgrad").get<std::string>();
    const auto layout = root.at("key_layout").get<int>();
    if (version != NILGRAD_VERSION || layout != key_layout)
      throw_error(ErrorKind::file, "written by nilgrad {} (key layout {}); this is {} ({}), which may go another way",
                  version, layout, NILGRAD_VERSION, key_layout);
    RunRecord record{catalog::recipe_from_json(root.at("optimizer")),
                     root.at("optimizer_name").get<std::string>(),
                     settings_from(root.at("settings")),
                     PointRecord::from_json(root.at("x0")),
                     {}};
    if (!root.at("objective").is_null()) record.objective = objective_from(root["objective"]);
    return record;
  } catch (const Error& error) {
    throw_error(ErrorKind::file, "{}: {}", path, error.what());
  } catch (const std::exception& error) {
    throw_error(ErrorKind::file, "{}: its header is not one of this program: {}", path, error.what());
  }
}

}  // namespace nilgrad
