#include "runtime/study/storage/postgresql/wire.hpp"

#include <endian.h>

#include <bit>
#include <cstring>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

// From the server's pg_type.
constexpr Oid type_int8 = 20, type_int4 = 23, type_text = 25, type_float8 = 701;

Cell cell_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return {};
  const char* bytes = PQgetvalue(result, row, column);
  std::uint64_t eight = 0;
  std::uint32_t four = 0;
  switch (PQftype(result, column)) {
    case type_int8:
      std::memcpy(&eight, bytes, sizeof eight);
      return std::bit_cast<std::int64_t>(be64toh(eight));
    case type_int4:
      std::memcpy(&four, bytes, sizeof four);
      return std::int64_t{std::bit_cast<std::int32_t>(be32toh(four))};
    case type_float8:
      std::memcpy(&eight, bytes, sizeof eight);
      return std::bit_cast<double>(be64toh(eight));
    default:
      return std::string(bytes, static_cast<std::size_t>(PQgetlength(result, row, column)));
  }
}

}  // namespace

Wire::Wire(std::span<const Cell> cells) : numbers_(cells.size()) {
  const auto put = [&](Oid type, const char* value, std::size_t length) {
    types_.push_back(type);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(1);
  };
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const char* number = reinterpret_cast<const char*>(&numbers_[k]);
    if (const auto* whole = std::get_if<std::int64_t>(&cells[k])) {
      numbers_[k] = htobe64(std::bit_cast<std::uint64_t>(*whole));
      put(type_int8, number, sizeof(std::uint64_t));
    } else if (const auto* real = std::get_if<double>(&cells[k])) {
      numbers_[k] = htobe64(std::bit_cast<std::uint64_t>(*real));
      put(type_float8, number, sizeof(std::uint64_t));
    } else if (const auto* text = std::get_if<std::string>(&cells[k])) {
      put(type_text, text->data(), text->size());
    } else {
      put(0, nullptr, 0);
    }
  }
}

std::vector<Row> rows_of(const PGresult* result) {
  std::vector<Row> rows(static_cast<std::size_t>(PQntuples(result)));
  const int columns = PQnfields(result);
  for (int row = 0; row < PQntuples(result); ++row)
    for (int column = 0; column < columns; ++column)
      rows[static_cast<std::size_t>(row)].push_back(cell_of(result, row, column));
  return rows;
}

}  // namespace nilgrad::study
