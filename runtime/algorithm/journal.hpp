#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/algorithm/appended_file.hpp"
#include "runtime/algorithm/figure.hpp"

namespace nilgrad {

/// A file that a run can be gone through again from: a header that determines it, then the values told. Text, one
/// record a line, only ever appended to:
///
///     nilgrad journal 1
///     c98d2f11 {"nilgrad": "0.1.0", …}     the header, JSON (run_record.hpp)
///     77b31e02 3f50624dd2f1a9fc 4059       values of evaluations 1 and 2
///     10c9ff46 3fd5555555555555            of evaluation 3
///     5a01bb7e v 4 3ff1c28f5c28f5c3 3fe    of evaluation 4 and those after it, told when the run had taken so many
///     seconds d92c5501 e 100 3ff5 accuracy 3fec    figures of the point after step 100, seconds 90de1c3a end 500 3ff9
///     "budget"       evaluations, seconds and the reason why it stopped
///
/// Numbers are the hexadecimal digits of the bits of a double without the zeros at the end: NaN keeps its payload.
/// Evaluations of one request may come in any order, each once. Where they follow those of the line before and less
/// than a second, or a thousandth of the time, has passed since the last one written down, neither is said: values of
/// one line cost 9 bytes and 17 at most for each.
///
/// Each line begins with the CRC-32 of what follows the space (journal_line.hpp). Its initial value is the header's, so
/// that no line of another journal fits; where a line does not say its evaluation, that is added, so that it fits at
/// no other place.
///
/// A record is written with one system call before the run goes on: when the program is killed, what was finished is in
/// the file. It is flushed to the disk with the first record after `sync` seconds, and at the end; a power failure may
/// lose the records since then, and with a `sync` of infinity what the system has not written by itself.
class Journal {
 public:
  static constexpr int format = 1;

  struct Noted {
    std::int64_t evaluation;  ///< counted from 1
    double value;
  };
  struct End {
    std::int64_t evaluations;
    double seconds;
    std::string reason;
  };
  struct Contents {
    std::string header;
    std::vector<Assessment> assessments;  ///< in the order of their steps
    std::vector<double> values;           ///< of evaluations 1, 2, …
    std::vector<bool> known;              ///< which of them were told; all, but for the last request
    std::int64_t next = 1;                ///< the evaluation after the last one written
    double seconds = 0;                   ///< that the run had taken when time was last written down
    std::optional<End> end;
    std::uint64_t whole_bytes = 0;  ///< up to the end of the last whole record
    std::uint64_t torn_bytes = 0;   ///< after it: a record that was not written to its end

    bool has(std::int64_t evaluation) const {
      return evaluation <= static_cast<std::int64_t>(known.size()) && known[static_cast<std::size_t>(evaluation - 1)];
    }
    std::int64_t evaluations() const;  ///< how many are known
  };

  /// Reads without changing anything; a run may be writing to it. Throws Error(file), beginning with the path, for what
  /// is no journal, is of another format, ends within its header, or is damaged: a broken line with a whole one after
  /// it, an evaluation told twice.
  static Contents read(const std::filesystem::path& path);

  /// Whether a run has it open, here or in another process.
  static bool in_use(const std::filesystem::path& path);

  /// A new journal, which appears with its whole header or not at all. Throws Error(file) when there is something at
  /// the path already.
  static Journal create(const std::filesystem::path& path, std::string_view header, double sync);

  /// An existing one, locked, to go on with after `contents` was read from it. Throws Error(state) while another run
  /// has it open.
  static Journal open(const std::filesystem::path& path, double sync);

  const std::filesystem::path& path() const { return file_.path(); }
  /// What is in it; the torn record at its end, if any, is cut off with the next one written.
  Contents contents();

  /// Appends values, in runs of consecutive evaluations. Throws Error(file), leaving the file as it was, when they
  /// cannot be written.
  void append(std::span<const Noted> values, double seconds);
  /// Throws Error(option) too, for a name that is not one word.
  void append(const Assessment& assessment, double seconds);
  void append(const End& end);
  /// What was appended is on the disk, unless this journal is never to be synced.
  void sync();

 private:
  Journal(AppendedFile file, double sync) : file_(std::move(file)), sync_(sync) {}
  void write(double seconds, bool last);
  void add_line(std::string_view payload, std::uint32_t seed);

  AppendedFile file_;
  double sync_, synced_ = 0;
  std::int64_t next_ = 1;   // the evaluation after the last one written
  double timed_ = 0;        // the time last written
  std::uint32_t seed_ = 0;  // of the lines' sums: the header's
  std::string payload_, lines_;
};

}  // namespace nilgrad
