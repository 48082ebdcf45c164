#include "runtime/study/study_view.hpp"

#include <filesystem>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

StudyRecord find(Storage& storage, const std::string& name) {
  auto record = storage.find(name);
  if (!record) throw_error(ErrorKind::file, "{} has no study '{}'", storage.name(), name);
  return *record;
}

}  // namespace

std::unique_ptr<Storage> open_existing(const std::string& where) {
  const bool is_file = !where.empty() && where != "memory" && where.find("://") == std::string::npos;
  std::error_code unknown;
  if (is_file && !std::filesystem::exists(where, unknown))
    throw_error(ErrorKind::file, "{}: there is no such file", where);
  return open_storage(where);
}

StudyView::StudyView(const std::string& where, const std::string& name)
    : storage_(open_existing(where)), record_(find(*storage_, name)), history_(record_.seed, record_.maximize) {
  for (auto& [parameter, domain] : storage_->domains(record_.id))
    history_.declare(parameter, std::make_shared<const Domain>(std::move(domain)));
  sync();
}

std::int64_t StudyView::sync() {
  Changes changes = storage_->changes(record_.id, revision_);
  revision_ = changes.revision;
  for (Trial& trial : changes.trials) history_.update(std::move(trial));
  return revision_;
}

}  // namespace nilgrad::study
