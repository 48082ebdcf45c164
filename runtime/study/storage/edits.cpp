#include "runtime/study/storage/edits.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

/// The length of the UTF-8 character at `at`, 0 where there is none. NUL counts as none.
std::size_t character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  if (first == 0 || (first >= 0x80 && first < 0xC2) || first > 0xF4) return 0;
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
  const unsigned second = byte(at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_large = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

bool is_clean(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void put(std::vector<Report>& reports, const Report& report) {
  if (reports.empty() || reports.back().step < report.step) {
    reports.push_back(report);
    return;
  }
  const auto place = std::lower_bound(reports.begin(), reports.end(), report.step,
                                      [](const Report& held, std::int64_t step) { return held.step < step; });
  if (place->step == report.step)
    *place = report;
  else
    reports.insert(place, report);
}

}  // namespace

void add_to(Trial& trial, const Additions& additions) {
  if (trial.parameters.empty()) {
    trial.parameters = additions.parameters;
  } else {
    for (const Parameter& parameter : additions.parameters) {
      const auto held = std::find_if(trial.parameters.begin(), trial.parameters.end(),
                                     [&](const Parameter& p) { return p.name == parameter.name; });
      if (held == trial.parameters.end())
        trial.parameters.push_back(parameter);
      else
        *held = parameter;
    }
  }
  for (const Report& report : additions.reports) put(trial.reports, report);
  if (additions.source) trial.source = clean_text(*additions.source);
  for (const auto& [key, text] : additions.notes) trial.notes[clean_text(key)] = clean_text(text);
}

void wait_again(Trial& trial) {
  for (Parameter& parameter : trial.parameters) trial.given[parameter.name] = std::move(parameter.value);
  trial.parameters.clear();
  trial.reports.clear();
  trial.state = State::waiting;
}

std::string lost_workers(std::int64_t workers) {
  return fmt::format("{} workers died, or stopped beating, while they had it", workers);
}

double known_cost(double cost) { return std::isfinite(cost) ? cost : 0; }

void check_name(const char* what, const std::string& name) {
  if (name.empty()) throw_error(ErrorKind::option, "a {} needs a name", what);
  if (!is_clean(name))
    throw_error(ErrorKind::option, "the name of a {} must be UTF-8 without NUL bytes, not '{}'", what,
                clean_text(name));
}

std::string clean_text(const std::string& text) {
  if (is_clean(text)) return text;
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character(text, at);
    clean += length == 0 ? "\xEF\xBF\xBD" : text.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return clean;
}

void study_removed(const std::string& storage) {
  throw_error(ErrorKind::file, "{}: the study was removed while it was in use; start it again to make it anew",
              storage);
}

void check_import(const std::vector<Trial>& trials) {
  for (const Trial& trial : trials)
    if (!is_finished(trial.state))
      throw_error(ErrorKind::option, "trial {} is {}: only finished trials can be imported; enqueue the others",
                  trial.number, to_string(trial.state));
}

}  // namespace nilgrad::study
