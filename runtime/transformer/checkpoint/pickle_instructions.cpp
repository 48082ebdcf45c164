#include <array>

#include "runtime/transformer/checkpoint/pickle_machine.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

// Opcodes by the names that Python's pickle module gives them.
namespace nilgrad::transformer::pickle {
namespace {

struct KnownGlobal {
  std::string_view module, name;
  Global global;
};

constexpr std::array known_globals = {KnownGlobal{"collections", "OrderedDict", Global::ordered_dict},
                                      KnownGlobal{"torch._utils", "_rebuild_tensor_v2", Global::rebuild_tensor},
                                      KnownGlobal{"torch._utils", "_rebuild_parameter", Global::rebuild_parameter},
                                      KnownGlobal{"torch", "FloatStorage", Global::storage},
                                      KnownGlobal{"torch", "HalfStorage", Global::storage},
                                      KnownGlobal{"torch", "BFloat16Storage", Global::storage},
                                      KnownGlobal{"torch", "DoubleStorage", Global::storage},
                                      KnownGlobal{"torch", "LongStorage", Global::storage},
                                      KnownGlobal{"torch", "IntStorage", Global::storage},
                                      KnownGlobal{"torch", "ShortStorage", Global::storage},
                                      KnownGlobal{"torch", "CharStorage", Global::storage},
                                      KnownGlobal{"torch", "ByteStorage", Global::storage},
                                      KnownGlobal{"torch", "BoolStorage", Global::storage}};

}  // namespace

bool Machine::push_constant(unsigned char opcode) {
  switch (opcode) {
    case 'N':  // NONE
      push({});
      return true;
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
      push_number(Kind::boolean, opcode == 0x88);
      return true;
    case 'J':  // BININT
      push_number(Kind::integer, take<std::int32_t>());
      return true;
    case 'K':  // BININT1
      push_number(Kind::integer, take<std::uint8_t>());
      return true;
    case 'M':  // BININT2
      push_number(Kind::integer, take<std::uint16_t>());
      return true;
    case 0x8a:  // LONG1
      push_number(Kind::integer, take_long());
      return true;
    case 'G':  // BINFLOAT
      take(sizeof(double));
      push_number(Kind::real, 0);
      return true;
    case 0x8c:  // SHORT_BINUNICODE
      push_text(take(take<std::uint8_t>()));
      return true;
    case 'X':  // BINUNICODE
      push_text(take(take<std::uint32_t>()));
      return true;
    case 0x8d:  // BINUNICODE8
      push_text(take(take<std::uint64_t>()));
      return true;
    default:
      return false;
  }
}

bool Machine::build_container(unsigned char opcode) {
  switch (opcode) {
    case '(':  // MARK
      marks_.push_back(stack_.size());
      return true;
    case ')':   // EMPTY_TUPLE
    case 0x85:  // TUPLE1
    case 0x86:  // TUPLE2
    case 0x87:  // TUPLE3
      push_tuple(opcode == ')' ? 0 : opcode - 0x84u);
      return true;
    case 't':  // TUPLE
      push({Kind::tuple, {}, 0, {}, pop_to_mark()});
      return true;
    case ']':  // EMPTY_LIST
    case '}':  // EMPTY_DICT
      push_number(opcode == ']' ? Kind::list : Kind::dictionary, 0);
      return true;
    case 'a':    // APPEND
    case 'e': {  // APPENDS
      const std::vector<Id> items = opcode == 'a' ? std::vector{pop()} : pop_to_mark();
      Value& list = top(Kind::list, "APPEND");
      list.items.insert(list.items.end(), items.begin(), items.end());
      return true;
    }
    case 's': {  // SETITEM
      const Id value = pop(), key = pop();
      set_items({key, value});
      return true;
    }
    case 'u':  // SETITEMS
      set_items(pop_to_mark());
      return true;
    default:
      return false;
  }
}

void Machine::set_items(const std::vector<Id>& items) {
  if (items.size() % 2 != 0) refuse("SETITEMS with a key that has no value");
  Value& dictionary = top(Kind::dictionary, "SETITEM");
  dictionary.items.insert(dictionary.items.end(), items.begin(), items.end());
}

bool Machine::remember(unsigned char opcode) {
  std::uint64_t place = memo_.size();
  switch (opcode) {
    case 'q':  // BINPUT
      place = take<std::uint8_t>();
      break;
    case 'r':  // LONG_BINPUT
      place = take<std::uint32_t>();
      break;
    case 0x94:  // MEMOIZE
      break;
    case 'h':    // BINGET
    case 'j': {  // LONG_BINGET
      const std::uint32_t index = opcode == 'h' ? take<std::uint8_t>() : take<std::uint32_t>();
      const auto found = memo_.find(index);
      if (found == memo_.end()) refuse("memo {} was never filled", index);
      stack_.push_back(found->second);
      return true;
    }
    default:
      return false;
  }
  require_above_mark(1);
  memo_[place] = stack_.back();
  return true;
}

bool Machine::call(unsigned char opcode) {
  switch (opcode) {
    case 'c': {  // GLOBAL
      const std::string_view module = take_line();
      push_global(module, take_line());
      return true;
    }
    case 0x93: {  // STACK_GLOBAL
      const std::string_view name = top(Kind::text, "STACK_GLOBAL").text;
      pop();
      const std::string_view module = top(Kind::text, "STACK_GLOBAL").text;
      pop();
      push_global(module, name);
      return true;
    }
    case 'R':  // REDUCE
      reduce();
      return true;
    case 'b':  // BUILD, with which an OrderedDict gets its attributes
      pop();
      top(Kind::dictionary, "BUILD");
      return true;
    case 'Q':  // BINPERSID
      top(Kind::tuple, "BINPERSID");
      push({Kind::storage, {}, 0, {}, {pop()}});
      return true;
    default:
      return false;
  }
}

void Machine::push_global(std::string_view module, std::string_view name) {
  for (const KnownGlobal& known : known_globals)
    if (known.module == module && known.name == name) return push({Kind::global, known.global, 0, known.name, {}});
  refuse("the pickle asks for {}, which is not one of the few that state dicts need; it was not run",
         shown_name(std::string(module) + "." + std::string(name)));
}

void Machine::reduce() {
  top(Kind::tuple, "REDUCE");
  const Id tuple = pop();
  const Global function = top(Kind::global, "REDUCE").global;
  const std::string_view name = values_[pop()].text;
  const std::vector<Id>& arguments = values_[tuple].items;
  if (function == Global::ordered_dict && arguments.empty()) return push_number(Kind::dictionary, 0);
  if (function == Global::rebuild_tensor && arguments.size() >= 4) return push({Kind::tensor, {}, 0, {}, {tuple}});
  if (function == Global::rebuild_parameter && !arguments.empty() && values_[arguments[0]].kind == Kind::tensor)
    return stack_.push_back(arguments[0]);
  refuse("{} is called with {} arguments of other kinds than state dicts have", name, arguments.size());
}

}  // namespace nilgrad::transformer::pickle
