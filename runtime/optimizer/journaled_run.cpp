#include "runtime/optimizer/journaled_run.hpp"

#include <utility>

#include "runtime/input_file.hpp"

namespace nilgrad {
namespace {

/// What a folder or a missing file is called is the same whether it is to be read or written.
Journal open_journal(const std::filesystem::path& path, double sync) {
  require_readable_file(path);
  return Journal::open(path, sync);
}

}  // namespace

JournaledRun::JournaledRun(const std::filesystem::path& path)
    : path_(path), contents_(Journal::read(path)), record_(RunRecord::from_json(contents_.header, path.string())) {}

JournaledRun::JournaledRun(const std::filesystem::path& path, double sync)
    : path_(path),
      journal_(open_journal(path, sync)),
      contents_(journal_->contents()),
      record_(RunRecord::from_json(contents_.header, path.string())) {}

std::unique_ptr<Run> JournaledRun::replay(const std::optional<Point>& x0, const Run::Clock& clock,
                                          std::optional<std::int64_t> steps) {
  record_.settings.in_place = true;
  auto run = record_.start(record_.x0.make(x0), clock);
  try {
    run->replay(contents_, steps);
  } catch (const Error& error) {
    throw_error(error.kind(), "{}: {}", path_.string(), error.what());
  }
  if (steps && run->result().steps < *steps)
    throw_error(ErrorKind::option, "{}: the run has {} steps so far, not {}", path_.string(), run->result().steps,
                *steps);
  return run;
}

std::unique_ptr<Run> JournaledRun::resume(const std::optional<Point>& x0, const Run::Clock& clock) {
  auto run = replay(x0, clock);
  run->record_in(std::move(*journal_), run->done() && contents_.end);
  journal_.reset();
  return run;
}

}  // namespace nilgrad
