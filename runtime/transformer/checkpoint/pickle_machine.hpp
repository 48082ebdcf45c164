#pragma once
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/pickle.hpp"

namespace nilgrad::transformer::pickle {

/// The stack machine that pickles are programs for. Each value made, pushed or remembered is one instruction's work.
class Machine {
 public:
  Machine(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}
  Result run();

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {} (at byte {} of the pickle)", where_,
                fmt::format(format, std::forward<Args>(args)...), instruction_);
  }

  // the program's bytes
  std::string_view take(std::uint64_t length);
  std::string_view take_line();
  template <class T>
  T take() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::int64_t take_long();

  // the stack
  Id make(Value value);
  void push(Value value) { stack_.push_back(make(std::move(value))); }
  void push_number(Kind kind, std::int64_t number) { push({kind, {}, number, {}, {}}); }
  void push_text(std::string_view text) { push({Kind::text, {}, 0, text, {}}); }
  Id pop();
  Value& top(Kind kind, const char* what);
  void require_above_mark(std::size_t count) const;
  std::vector<Id> pop_to_mark();
  void push_tuple(std::size_t count);

  // instructions, in groups; false where the opcode is not of the group
  bool step(unsigned char opcode);
  bool push_constant(unsigned char opcode);
  bool build_container(unsigned char opcode);
  bool remember(unsigned char opcode);
  bool call(unsigned char opcode);
  void push_global(std::string_view module, std::string_view name);
  void reduce();
  void set_items(const std::vector<Id>& items);

  std::string_view bytes_;
  const std::string& where_;
  std::size_t at_ = 0, instruction_ = 0;
  std::vector<Value> values_;
  std::vector<Id> stack_;
  std::vector<std::size_t> marks_;  // stack heights
  std::unordered_map<std::uint64_t, Id> memo_;
};

}  // namespace nilgrad::transformer::pickle
