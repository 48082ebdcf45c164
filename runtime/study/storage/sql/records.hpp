#pragma once
#include "runtime/study/storage/sql/database.hpp"
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// How trials and studies lie in rows.

std::string given_to_json(const Given& given);  ///< "" when there is none
Given given_from_json(const std::string& text);
std::string notes_to_json(const std::map<std::string, std::string>& notes);  ///< "" when there are none
std::map<std::string, std::string> notes_from_json(const std::string& text);

inline constexpr const char* study_columns = "id, name, maximize, seed, sampler, pruner, created";
StudyRecord study_from(const Row& row);
std::string maximize_text(const std::vector<bool>& maximize);  ///< "01": minimize, then maximize

inline constexpr const char* trial_columns =
    "number, state, attempt, started, finished, cost, worker, source, reason, given, notes";
Trial trial_from(const Row& row);

inline Cell state_cell(State state) { return static_cast<std::int64_t>(state); }

}  // namespace nilgrad::study
