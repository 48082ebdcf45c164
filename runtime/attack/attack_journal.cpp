#include "runtime/attack/attack_journal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/algorithm/journal_line.hpp"
#include "runtime/error.hpp"

namespace nilgrad {
namespace {

constexpr std::string_view magic = "nilgrad attack ";
constexpr double flush_after = 0.5;  // seconds

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void append_answer(std::string& text, const Question::Answer& answer) {
  if (!answer.finite)
    text += '?';
  else if (answer.loss == 1 || answer.loss == -1)
    text += answer.loss > 0 ? '+' : '-';
  else
    journal_line::append_number(text, answer.loss);
  if (answer.fooled) text += '!';
}

std::optional<Question::Answer> answer_of(std::string_view word) {
  const bool fooled = word.ends_with('!');
  if (fooled) word.remove_suffix(1);
  if (word == "?") return Question::Answer{std::numeric_limits<double>::infinity(), fooled, false};
  if (word == "+" || word == "-") return Question::Answer{word == "+" ? 1.0 : -1.0, fooled, true};
  const auto loss = journal_line::number(word);
  return loss ? std::optional(Question::Answer{*loss, fooled, true}) : std::nullopt;
}

/// Scores after a loss; false for something else.
bool append_scores(std::string_view list, std::vector<float>& scores) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const auto score = journal_line::number(list.substr(0, end));
    if (!score) return false;
    scores.push_back(static_cast<float>(*score));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return true;
}

/// Nothing for what is no record.
std::optional<std::pair<std::int64_t, AttackJournal::Record>> record_of(std::string_view line) {
  journal_line::Words words(line);
  const auto attack = words.integer();
  AttackJournal::Record record;
  std::vector<float> scores;
  while (!words.empty()) {
    const std::string_view word = words.next();
    const std::size_t colon = std::min(word.find(':'), word.size());
    const auto answer = answer_of(word.substr(0, colon));
    if (!answer || !append_scores(word.substr(std::min(colon + 1, word.size())), scores)) return {};
    record.answers.push_back(*answer);
  }
  if (!attack || record.answers.empty() || scores.size() % record.answers.size() != 0) return {};
  if (!scores.empty()) {
    const auto rows = static_cast<std::int64_t>(record.answers.size());
    record.scores = Tensor::uninitialized({rows, static_cast<std::int64_t>(scores.size()) / rows}, DType::float32);
    std::copy(scores.begin(), scores.end(), record.scores.as<float>().begin());
  }
  return std::pair(*attack, std::move(record));
}

/// Names the first field by which they differ.
void require_same(const std::filesystem::path& path, std::string_view written, std::string_view wanted) {
  if (written == wanted) return;
  const auto then = nlohmann::json::parse(written), now = nlohmann::json::parse(wanted);
  for (const auto& [field, value] : now.items())
    if (!then.contains(field) || then[field] != value)
      throw_error(ErrorKind::file, "{}: the journal is of an attack with {} = {}, this one has {}: take another path",
                  path.string(), field, then.contains(field) ? then[field].dump() : "nothing", value.dump());
  throw_error(ErrorKind::file, "{}: the journal is of another attack: take another path", path.string());
}

}  // namespace

AppendedFile AttackJournal::open(const std::filesystem::path& path, const std::string& header) {
  if (std::filesystem::exists(path)) return AppendedFile::open(path, true);
  std::string first_lines = fmt::format("{}{}\n", magic, format);
  journal_line::append(first_lines, header, 0);
  return AppendedFile::create(path, first_lines, true);
}

AttackJournal::AttackJournal(const std::filesystem::path& path, const std::string& header)
    : file_(open(path, header)), seed_(journal_line::checksum(header, 0)) {
  read(header);
}

void AttackJournal::read(const std::string& header) {
  const auto& path = file_.path();
  std::ifstream stream(path, std::ios::binary);
  std::string line;
  if (!std::getline(stream, line) || line != fmt::format("{}{}", magic, format))
    throw_error(ErrorKind::file, "{}: no journal of an attack (format {})", path.string(), format);
  if (!std::getline(stream, line) || !journal_line::payload(line, 0))
    throw_error(ErrorKind::file, "{}: damaged: its header (line 2) is not what was written", path.string());
  require_same(path, *journal_line::payload(line, 0), header);
  auto whole = static_cast<std::uint64_t>(stream.tellg());
  std::int64_t number = 2, broken = 0;
  while (std::getline(stream, line)) {
    ++number;
    const auto payload = stream.eof() ? std::nullopt : journal_line::payload(line, seed_);
    auto record = payload ? record_of(*payload) : std::nullopt;
    // A line that was not written to its end can only be the last one.
    if (record && broken > 0)
      throw_error(ErrorKind::file, "{}: damaged: line {} is not what was written", path.string(), broken);
    if (!record) {
      broken = broken > 0 ? broken : number;
      continue;
    }
    whole += line.size() + 1;
    recorded_[record->first].push_back(std::move(record->second));
  }
  file_.keep(whole, broken > 0);
}

std::vector<AttackJournal::Record> AttackJournal::take(std::int64_t attack) {
  const auto found = recorded_.find(attack);
  if (found == recorded_.end()) return {};
  std::vector<Record> records = std::move(found->second);
  recorded_.erase(found);
  std::reverse(records.begin(), records.end());
  return records;
}

void AttackJournal::add(std::int64_t attack, const Record& record) {
  std::string payload = std::to_string(attack);
  for (std::size_t row = 0; row < record.answers.size(); ++row) {
    payload += ' ';
    append_answer(payload, record.answers[row]);
    if (record.scores.empty()) continue;
    char before = ':';
    for (const float score : record.scores.row(row).as<float>()) {
      payload += before;
      journal_line::append_number(payload, score);
      before = ',';
    }
  }
  journal_line::append(lines_, payload, seed_);
}

void AttackJournal::write() {
  if (lines_.empty()) return;
  file_.append(lines_);
  lines_.clear();
  if (now() - flushed_ < flush_after) return;
  file_.flush();
  flushed_ = now();
}

}  // namespace nilgrad
