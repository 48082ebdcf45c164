#pragma once
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtime/random/key.hpp"

// JSON lines, as docs/process_objectives.md tells the authors of workers.
namespace nilgrad {

/// What a worker did instead of answering. The evaluation is retried on another.
class WorkerFailure : public std::runtime_error {
 public:
  enum class Kind { ended, silent, garbled };
  WorkerFailure(Kind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// One request's line, made point by point. Numbers are read back to the bit, and always have a point or an exponent,
/// so that no language takes them for integers.
class RequestText {
 public:
  enum class Form { point, batch };
  RequestText(std::uint64_t id, Form form);
  void add(std::span<const double> x);
  /// The whole line, with its end.
  std::string finish(const Key& sample);

 private:
  std::string text_;
  Form form_;
  bool first_ = true;
};

/// Reads the answer to request `id`, one value for a point or values.size() for a batch; null and what Python's json
/// writes for non-finite numbers become NaN. Returns the text of an "error", after which all values are NaN; else "".
/// Throws WorkerFailure(garbled).
std::string read_answer(std::string_view line, std::uint64_t id, RequestText::Form form, std::span<double> values);

/// The start of a text for a message: printable, and cut if it is long.
std::string excerpt(std::string_view text);

}  // namespace nilgrad
