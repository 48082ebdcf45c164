#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/algorithm/appended_file.hpp"
#include "runtime/attack/question.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// What a model answered to the attacks on many images, so that the same attacks can go on where they were cut off:
/// they are gone through again on what was recorded, which asks the model nothing. Text, one record a line:
///
///     nilgrad attack 1
///     c98d2f11 {"budget": 10000, …}       the header, JSON: what determines the run
///     77b31e02 12 3f50624dd2f1a9fc c059!  the answers to attack 12's next question: losses, '!' where it was fooled
///
/// A loss of −1 or 1 is written '-' or '+', scores that are not finite '?'. Where an attack reads scores, all of them
/// follow its loss: 3f5:40a,3e1,…, the digits of doubles (journal_line.hpp). Each line begins with a CRC-32, begun with
/// the header's. A round's answers are written with one system call before any attack goes on; they are flushed to the
/// disk every half second.
class AttackJournal {
 public:
  static constexpr int format = 1;
  struct Record {
    std::vector<Question::Answer> answers;
    Tensor scores;  ///< float32 [answers, classes], or empty
  };

  /// A new journal, or the one at the path, if its header is this one. Throws Error(file) naming the first field that
  /// differs, or a file that is no such journal or is damaged; Error(state) while another run has it open.
  AttackJournal(const std::filesystem::path& path, const std::string& header);

  /// What an attack was answered before, the last record first; each once.
  std::vector<Record> take(std::int64_t attack);

  void add(std::int64_t attack, const Record& record);
  /// Writes what was added. Throws Error(file).
  void write();

 private:
  static AppendedFile open(const std::filesystem::path& path, const std::string& header);
  void read(const std::string& header);

  AppendedFile file_;
  std::uint32_t seed_;
  std::map<std::int64_t, std::vector<Record>> recorded_;
  std::string lines_;
  double flushed_ = 0;  // when, by the monotonic clock
};

}  // namespace nilgrad
