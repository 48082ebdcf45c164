#include "runtime/algorithm/journal.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/algorithm/journal_line.hpp"
#include "runtime/error.hpp"

namespace nilgrad {
namespace {

/// Whether the time is to be written down again: of a long run more seldom, so that it takes no room.
bool time_counts(double seconds, double written) { return seconds - written >= std::max(1.0, written / 1000); }

}  // namespace

Journal Journal::create(const std::filesystem::path& path, std::string_view header, double sync) {
  std::string first_lines = fmt::format("{}{}\n", journal_line::magic, format);
  journal_line::append(first_lines, header, 0);
  Journal journal(AppendedFile::create(path, first_lines, std::isfinite(sync)), sync);
  journal.seed_ = journal_line::checksum(header, 0);
  return journal;
}

Journal Journal::open(const std::filesystem::path& path, double sync) {
  return {AppendedFile::open(path, std::isfinite(sync)), sync};
}

bool Journal::in_use(const std::filesystem::path& path) { return AppendedFile::in_use(path); }

Journal::Contents Journal::contents() {
  Contents contents = read(path());
  file_.keep(contents.whole_bytes, contents.torn_bytes != 0);
  seed_ = journal_line::checksum(contents.header, 0);
  synced_ = timed_ = contents.seconds;
  next_ = contents.next;
  return contents;
}

void Journal::append(std::span<const Noted> values, double seconds) {
  std::int64_t next = next_;
  double timed = timed_;
  for (std::size_t i = 0; i < values.size();) {
    const bool brief = values[i].evaluation == next && !time_counts(seconds, timed);
    payload_.clear();
    if (!brief) {
      timed = seconds;
      payload_ = fmt::format("v {} ", values[i].evaluation);
      journal_line::append_number(payload_, static_cast<float>(timed));
    }
    const std::uint32_t seed = brief ? journal_line::seed_at(next, seed_) : seed_;
    next = values[i].evaluation;
    for (; i < values.size() && values[i].evaluation == next; ++i, ++next) {
      if (!payload_.empty()) payload_ += ' ';
      journal_line::append_number(payload_, values[i].value);
    }
    add_line(payload_, seed);
  }
  write(seconds, false);
  next_ = next;
  timed_ = timed;
}

void Journal::append(const Assessment& assessment, double seconds) {
  payload_ = fmt::format("e {} ", assessment.step);
  journal_line::append_number(payload_, seconds);
  for (const Figure& figure : assessment.figures) {
    if (!journal_line::is_word(figure.name))
      throw_error(ErrorKind::option, "a figure's name is one word, without spaces, not '{}'", figure.name);
    payload_ += ' ' + figure.name + ' ';
    journal_line::append_number(payload_, figure.value);
  }
  add_line(payload_, seed_);
  write(seconds, false);
  timed_ = seconds;
}

void Journal::append(const End& end) {
  payload_ = fmt::format("end {} ", end.evaluations);
  journal_line::append_number(payload_, end.seconds);
  payload_ += ' ' + nlohmann::json(end.reason).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  add_line(payload_, seed_);
  write(end.seconds, true);
}

void Journal::add_line(std::string_view payload, std::uint32_t seed) { journal_line::append(lines_, payload, seed); }

void Journal::write(double seconds, bool last) {
  file_.append(std::exchange(lines_, {}));
  if (!last && seconds - synced_ < sync_) return;
  sync();
  synced_ = seconds;
}

void Journal::sync() { file_.flush(); }

}  // namespace nilgrad
