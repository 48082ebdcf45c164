#pragma once
#include <filesystem>
#include <memory>
#include <optional>

#include "runtime/algorithm/journal.hpp"
#include "runtime/optimizer/run_record.hpp"

namespace nilgrad {

/// A journal and the run that it determines: what resuming, replaying and showing one share.
class JournaledRun {
 public:
  /// Reads without locking. Throws Error(file).
  explicit JournaledRun(const std::filesystem::path& path);
  /// Locks the journal, to go on with it. Throws Error(file), Error(state) while another run has it open.
  JournaledRun(const std::filesystem::path& path, double sync);

  const RunRecord& record() const { return record_; }
  const Journal::Contents& contents() const { return contents_; }

  /// The run as it was at the last whole record, or when `steps` steps were finished, with nothing evaluated. `x0` is
  /// needed where the journal does not hold it (PointRecord); the run moves it then. Throws Error(option) when the run
  /// has fewer steps.
  std::unique_ptr<Run> replay(const std::optional<Point>& x0, const Run::Clock& clock,
                              std::optional<std::int64_t> steps = {});

  /// The whole of it, going on where it stopped: it keeps the journal from here on.
  std::unique_ptr<Run> resume(const std::optional<Point>& x0, const Run::Clock& clock);

  /// Assesses every so many steps from here on (Run::Settings).
  void evaluate_every(std::int64_t steps) { record_.settings.evaluate_every = steps; }

  /// Holds the iterate alone, so that a replay needs no second copy of the point.
  void keep_last() { record_.settings.keep = Keep::last; }

 private:
  std::filesystem::path path_;
  std::optional<Journal> journal_;  // locked
  Journal::Contents contents_;
  RunRecord record_;
};

}  // namespace nilgrad
