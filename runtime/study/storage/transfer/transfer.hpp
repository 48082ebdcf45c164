#pragma once
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// A study from elsewhere.
struct ImportedStudy {
  StudyRecord record;
  std::vector<std::pair<std::string, Domain>> domains;  ///< as they were asked for last
  std::vector<Trial> trials;                            ///< finished, in their order
  std::vector<Given> waiting;                           ///< those that still waited, or were being run
};

/// One line that describes the study, then one a trial: all that is known of it, doubles to the bit.
std::string to_jsonl(const StudyRecord& study, const std::vector<Trial>& trials);

/// A table for spreadsheets and data frames, one row a trial: number, state, values, parameters (empty where one was
/// not asked for), started and finished (UTC), seconds, source, reason. Fields are quoted as RFC 4180 says.
std::string to_csv(const StudyRecord& study, const std::vector<Trial>& trials);

/// What to_jsonl wrote into this file. Throws Error(file), naming the line.
ImportedStudy read_jsonl(const std::string& path);

/// A study of an SQLite file of Optuna's, version 2.4 or later; the only one where `name` is empty. Throws Error(file).
ImportedStudy read_optuna(const std::string& path, const std::string& name = {});

/// Whichever of the two the file is.
ImportedStudy read_study(const std::string& path, const std::string& name = {});

/// Puts it into a storage under this name, its trials under new numbers where there are some already; the study's id.
/// Throws Error(option) where the study there has other directions.
std::int64_t import_study(Storage& storage, const std::string& name, const ImportedStudy& imported);

}  // namespace nilgrad::study
