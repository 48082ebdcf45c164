#pragma once
#include "runtime/study/history.hpp"
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// A storage that is there already: looking makes no file. Throws Error(file).
std::unique_ptr<Storage> open_existing(const std::string& where);

/// A study of a storage, to look at: nothing is written.
class StudyView {
 public:
  /// Throws Error(file) when the storage has no such study.
  StudyView(const std::string& where, const std::string& name);

  const StudyRecord& record() const { return record_; }
  const History& history() const { return history_; }
  Storage& storage() const { return *storage_; }
  /// Makes the history what the storage has now; a number that changes when it does.
  std::int64_t sync();

 private:
  std::unique_ptr<Storage> storage_;
  StudyRecord record_;
  History history_;
  std::int64_t revision_ = 0;
};

}  // namespace nilgrad::study
