#include "runtime/image/csv.hpp"

#include <algorithm>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {

CsvRows::CsvRows(std::string_view text, std::string name) : rest_(text), name_(std::move(name)) {
  if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
}

std::string CsvRows::place() const { return fmt::format("{}:{}", name_, line_); }

bool CsvRows::at_end_of_line() const { return rest_.empty() || rest_.front() == '\n' || rest_.starts_with("\r\n"); }

void CsvRows::read_quoted(std::string& field) {
  rest_.remove_prefix(1);
  for (;;) {
    const std::size_t end = rest_.find('"');
    if (end == std::string::npos) throw_error(ErrorKind::file, "{}: a field in quotes does not end", place());
    field.append(rest_.substr(0, end));
    next_line_ +=
        static_cast<std::size_t>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    rest_.remove_prefix(end + 1);
    if (!rest_.starts_with('"')) break;
    field += '"';
    rest_.remove_prefix(1);
  }
  if (!at_end_of_line() && rest_.front() != ',')
    throw_error(ErrorKind::file, "{}: the field \"{}\" goes on after its closing quote", place(), field);
}

void CsvRows::read_field(std::string& field) {
  field.clear();
  if (rest_.starts_with('"')) return read_quoted(field);
  std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
  field.assign(rest_.substr(0, end));
  rest_.remove_prefix(end);
  if ((rest_.empty() || rest_.front() == '\n') && field.ends_with('\r')) field.pop_back();
}

bool CsvRows::next(std::vector<std::string>& fields) {
  while (!rest_.empty() && at_end_of_line()) {
    rest_.remove_prefix(rest_.front() == '\r' ? 2 : 1);
    ++next_line_;
  }
  if (rest_.empty()) return false;
  line_ = next_line_;
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    if (count == fields.size()) fields.emplace_back();
    read_field(fields[count]);
    more = rest_.starts_with(',');
    if (more) rest_.remove_prefix(1);
  }
  fields.resize(count);
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.empty()) rest_.remove_prefix(1);
  ++next_line_;
  return true;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace nilgrad
