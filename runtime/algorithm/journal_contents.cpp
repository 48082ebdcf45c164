#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/algorithm/journal.hpp"
#include "runtime/algorithm/journal_line.hpp"
#include "runtime/error.hpp"
#include "runtime/input_file.hpp"

namespace nilgrad {
namespace {

using journal_line::Words;

constexpr std::uint64_t most_bytes_searched = 65536;             // for a whole line after a broken one
constexpr std::int64_t largest_request = std::int64_t{1} << 26;  // evaluations; further ahead is no evaluation

/// A journal line by line.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path), stream_(path, std::ios::binary) {}

  Journal::Contents read() {
    read_header();
    while (next()) {
      if (!add_line()) {
        require_nothing_whole_after();
        break;
      }
      contents_.whole_bytes = position_;
    }
    return std::move(contents_);
  }

 private:
  [[noreturn]] void refuse(fmt::format_string<const std::int64_t&> what) const {
    throw Error(ErrorKind::file, path_.string() + ": " + fmt::format(what, line_number_));
  }

  bool next() {
    if (!std::getline(stream_, line_)) return false;
    whole_ = !stream_.eof();  // ended by a newline
    position_ += line_.size() + (whole_ ? 1 : 0);
    ++line_number_;
    return true;
  }

  void read_header() {
    if (!next() || !line_.starts_with(journal_line::magic))
      throw_error(ErrorKind::file, "{}: no journal of nilgrad", path_.string());
    const std::string format = line_.substr(journal_line::magic.size());
    if (whole_ && format != std::to_string(Journal::format))
      throw_error(ErrorKind::file, "{}: a journal of format '{}'; this program reads format {}", path_.string(), format,
                  Journal::format);
    if (!whole_ || !next() || !whole_)
      throw_error(ErrorKind::file, "{}: ends within its header, before any evaluation: remove it and start again",
                  path_.string());
    const auto header = journal_line::payload(line_, 0);
    if (!header) refuse("damaged: its header (line {}) is not what was written");
    contents_.header = *header;
    contents_.whole_bytes = position_;
    seed_ = journal_line::checksum(*header, 0);
  }

  /// Whether it is whole.
  bool add_line() {
    if (!whole_) return false;
    if (const auto record = journal_line::payload(line_, seed_)) {
      add(*record);
      return true;
    }
    const auto values = journal_line::payload(line_, journal_line::seed_at(contents_.next, seed_));
    if (values) {
      refuse_after_end();
      add_values(contents_.next, Words(*values));
    }
    return values.has_value();
  }

  /// A broken line is what a write that was cut short leaves behind only if it is the last.
  void require_nothing_whole_after() {
    const std::int64_t broken = line_number_;
    while (next())
      if (whole_ && could_be_whole())
        throw_error(ErrorKind::file, "{}: damaged: line {} is not what was written, and line {} after it is whole",
                    path_.string(), broken, line_number_);
    contents_.torn_bytes = position_ - contents_.whole_bytes;
  }

  /// The line's, somewhere after a broken one: how many evaluations that one has told is not known, but no more than it
  /// has bytes.
  bool could_be_whole() const {
    if (journal_line::payload(line_, seed_)) return true;
    const auto most = static_cast<std::int64_t>(std::min(position_ - contents_.whole_bytes, most_bytes_searched));
    for (std::int64_t i = 0; i <= most; ++i)
      if (journal_line::payload(line_, journal_line::seed_at(contents_.next + i, seed_))) return true;
    return false;
  }

  void refuse_after_end() const {
    if (contents_.end) refuse("damaged: line {} stands after the end of the run");
  }

  void add(std::string_view payload) {
    Words words(payload);
    const std::string_view kind = words.next();
    const auto first = words.integer();
    const auto seconds = words.number();
    if (!first || !seconds || *first < 0) refuse("damaged: line {} is no record");
    if (kind != "e") refuse_after_end();
    contents_.seconds = *seconds;
    if (kind == "v")
      add_values(*first, words);
    else if (kind == "e")
      add_figures(*first, words);
    else if (kind == "end")
      add_end(*first, words.rest());
    else
      refuse("damaged: line {} is no record");
  }

  void add_values(std::int64_t evaluation, Words words) {
    const auto told = static_cast<std::int64_t>(contents_.values.size());
    if (words.empty() || evaluation == 0 || evaluation > told + largest_request)
      refuse("damaged: line {} has no values of this run");
    for (; !words.empty(); ++evaluation) {
      const auto value = words.number();
      if (!value) refuse("damaged: line {} has something that is no number");
      const auto index = static_cast<std::size_t>(evaluation - 1);
      if (index >= contents_.values.size()) {
        contents_.values.resize(index + 1);
        contents_.known.resize(index + 1);
      }
      if (contents_.known[index]) refuse("damaged: line {} tells an evaluation that was told before");
      contents_.values[index] = *value;
      contents_.known[index] = true;
    }
    contents_.next = evaluation;
  }

  void add_figures(std::int64_t step, Words words) {
    Assessment assessment{step, {}};
    while (!words.empty()) {
      const std::string_view name = words.next();
      const auto value = words.number();
      if (!value) refuse("damaged: line {} has something that is no number");
      assessment.figures.push_back({std::string(name), *value});
    }
    const bool later = contents_.assessments.empty() || contents_.assessments.back().step < step;
    if (assessment.figures.empty() || !later) refuse("damaged: line {} has no figures of this run");
    contents_.assessments.push_back(std::move(assessment));
  }

  void add_end(std::int64_t evaluations, std::string_view reason) {
    const auto text = nlohmann::json::parse(reason, nullptr, false);
    if (!text.is_string() || evaluations != contents_.evaluations()) refuse("damaged: line {} is no end of this run");
    contents_.end = Journal::End{evaluations, contents_.seconds, text.get<std::string>()};
  }

  const std::filesystem::path& path_;
  std::ifstream stream_;
  std::string line_;
  bool whole_ = false;
  std::uint64_t position_ = 0;
  std::int64_t line_number_ = 0;
  std::uint32_t seed_ = 0;
  Journal::Contents contents_;
};

}  // namespace

std::int64_t Journal::Contents::evaluations() const { return std::count(known.begin(), known.end(), true); }

Journal::Contents Journal::read(const std::filesystem::path& path) {
  require_readable_file(path);
  return Reader(path).read();
}

}  // namespace nilgrad
