#pragma once
#include <libpq-fe.h>

#include "runtime/study/storage/sql/database.hpp"

namespace nilgrad::study {

/// Cells as they travel: in PostgreSQL's binary formats, so that doubles keep their bits.
class Wire {
 public:
  explicit Wire(std::span<const Cell> cells);
  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<Oid> types_;
  std::vector<std::uint64_t> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
};

std::vector<Row> rows_of(const PGresult* result);

}  // namespace nilgrad::study
