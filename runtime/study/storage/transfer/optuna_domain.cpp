#include "runtime/study/storage/transfer/optuna_domain.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

using nlohmann::json;

Domain choices(const json& values) {
  std::vector<Value> list;
  for (const json& one : values) {
    Value value = OptunaDomain::choice(one);
    // Here and there 'None' is None's namesake.
    while (std::find(list.begin(), list.end(), value) != list.end()) value = to_string(value) + "'";
    list.push_back(std::move(value));
  }
  return Domain::choice(std::move(list));
}

Domain domain_of(const json& distribution) {
  const std::string kind = distribution.at("name");
  const json& a = distribution.at("attributes");
  if (kind == "CategoricalDistribution") return choices(a.at("choices"));
  const bool log = a.value("log", false) || kind == "LogUniformDistribution" || kind == "IntLogUniformDistribution";
  if (kind.starts_with("Int"))
    return Domain::integer(a.at("low"), a.at("high"), log, log ? std::int64_t{1} : a.value("step", std::int64_t{1}));
  double step = 0;
  for (const char* name : {"step", "q"})
    if (a.contains(name) && a[name].is_number()) step = a[name];
  return Domain::real(a.at("low"), a.at("high"), log, step);
}

}  // namespace

OptunaDomain::OptunaDomain(const std::string& distribution)
    : domain_(std::make_shared<const Domain>(domain_of(json::parse(distribution)))) {}

Value OptunaDomain::value(double kept) const {
  switch (domain_->kind()) {
    case Domain::Kind::integer:
      return static_cast<std::int64_t>(std::llround(kept));
    case Domain::Kind::choice:
      if (!(kept >= 0) || kept >= static_cast<double>(domain_->choices().size()))
        throw_error(ErrorKind::file, "a choice among {} values is said to be number {}", domain_->choices().size(),
                    kept);
      return domain_->choices()[static_cast<std::size_t>(kept)];
    default:
      return kept;
  }
}

Value OptunaDomain::choice(const json& value) {
  if (value.is_null()) return std::string("None");
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

}  // namespace nilgrad::study
