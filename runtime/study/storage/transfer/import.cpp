#include <array>
#include <fstream>

#include "runtime/error.hpp"
#include "runtime/study/storage/transfer/transfer.hpp"

namespace nilgrad::study {

ImportedStudy read_study(const std::string& path, const std::string& name) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw_error(ErrorKind::file, "{} cannot be read", path);
  std::array<char, 15> start{};
  file.read(start.data(), start.size());
  if (std::string_view(start.data(), start.size()) == "SQLite format 3") return read_optuna(path, name);
  return read_jsonl(path);
}

std::int64_t import_study(Storage& storage, const std::string& name, const ImportedStudy& imported) {
  StudyRecord wanted = imported.record;
  wanted.name = name;
  const StudyRecord study = storage.create(wanted);
  if (study.maximize != wanted.maximize)
    throw_error(ErrorKind::option, "{}: the study '{}' there has other directions than the one to import; name another",
                storage.name(), name);
  for (const auto& [parameter, domain] : imported.domains) storage.define(study.id, parameter, domain, false);
  if (!imported.trials.empty()) storage.import(study.id, imported.trials);
  for (const Given& given : imported.waiting) storage.enqueue(study.id, given);
  return study.id;
}

}  // namespace nilgrad::study
