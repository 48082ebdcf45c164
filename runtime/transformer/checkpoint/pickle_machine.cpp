#include "runtime/transformer/checkpoint/pickle_machine.hpp"

namespace nilgrad::transformer::pickle {
namespace {

constexpr std::size_t most_instructions = std::size_t{1} << 20;
constexpr unsigned char proto = 0x80, frame = 0x95, stop = '.';

}  // namespace

Result read(std::string_view bytes, const std::string& where) { return Machine(bytes, where).run(); }

Result Machine::run() {
  for (std::size_t count = 0;; ++count) {
    instruction_ = at_;
    if (count == most_instructions) refuse("more than {} instructions, which no state dict has", most_instructions);
    const auto opcode = take<unsigned char>();
    if (opcode == stop) break;
    if (!step(opcode)) {
      const bool printable = opcode > 0x20 && opcode < 0x7f;
      refuse("pickle opcode 0x{:02x}{} is not one of those that state dicts need", opcode,
             printable ? fmt::format(" '{}'", static_cast<char>(opcode)) : "");
    }
  }
  const Id root = pop();
  return {std::move(values_), root};
}

bool Machine::step(unsigned char opcode) {
  if (opcode == proto) {
    const auto protocol = take<unsigned char>();
    if (protocol < 2 || protocol > 5) refuse("pickle protocol {}; known are 2 to 5", protocol);
    return true;
  }
  if (opcode == frame) {
    take(sizeof(std::uint64_t));  // a hint for readers of streams
    return true;
  }
  return push_constant(opcode) || build_container(opcode) || remember(opcode) || call(opcode);
}

std::string_view Machine::take(std::uint64_t length) {
  if (length > bytes_.size() - at_) refuse("the pickle is cut off");
  const std::string_view taken = bytes_.substr(at_, length);
  at_ += length;
  return taken;
}

std::string_view Machine::take_line() {
  const std::size_t end = bytes_.find('\n', at_);
  if (end == bytes_.npos) refuse("the pickle is cut off");
  const std::string_view line = take(end - at_);
  ++at_;
  return line;
}

std::int64_t Machine::take_long() {
  const std::string_view digits = take(take<unsigned char>());
  if (digits.size() > 8) refuse("a whole number of {} bytes", digits.size());
  std::uint64_t value = !digits.empty() && (digits.back() & 0x80) ? ~std::uint64_t{0} : 0;
  std::memcpy(&value, digits.data(), digits.size());
  return static_cast<std::int64_t>(value);
}

Id Machine::make(Value value) {
  values_.push_back(std::move(value));
  return static_cast<Id>(values_.size() - 1);
}

void Machine::require_above_mark(std::size_t count) const {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() - floor < count) refuse("the pickle takes values from an empty stack");
}

Id Machine::pop() {
  require_above_mark(1);
  const Id id = stack_.back();
  stack_.pop_back();
  return id;
}

Value& Machine::top(Kind kind, const char* what) {
  require_above_mark(1);
  Value& value = values_[stack_.back()];
  if (value.kind != kind) refuse("{} on something else", what);
  return value;
}

std::vector<Id> Machine::pop_to_mark() {
  if (marks_.empty()) refuse("the pickle has no mark to go back to");
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  std::vector<Id> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  marks_.pop_back();
  return items;
}

void Machine::push_tuple(std::size_t count) {
  require_above_mark(count);
  const auto begin = stack_.end() - static_cast<std::ptrdiff_t>(count);
  std::vector<Id> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  push({Kind::tuple, {}, 0, {}, std::move(items)});
}

}  // namespace nilgrad::transformer::pickle
