#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::transformer::pickle {

/// What a state dict's pickle may name. Nothing is ever imported: each is a case in our own code.
enum class Global : std::uint8_t { ordered_dict, rebuild_tensor, rebuild_parameter, storage };

enum class Kind : std::uint8_t {
  none,
  boolean,     ///< number
  integer,     ///< number
  real,        ///< its value is not kept
  text,        ///< text, within the pickle
  tuple,       ///< items
  list,        ///< items
  dictionary,  ///< items: key, value, key, value …
  global,      ///< global; for a storage type `text` is torch's name of it
  storage,     ///< a persistent id; items[0] is its tuple
  tensor,      ///< items[0] is the tuple of what it is rebuilt from: storage, offset, size, stride, …
};

/// Index of a value in the machine that made it.
using Id = std::uint32_t;

/// Values refer to each other by index, so neither depth nor cycles mean anything for reading or destroying them.
struct Value {
  Kind kind = Kind::none;
  Global global = Global::ordered_dict;
  std::int64_t number = 0;
  std::string_view text;
  std::vector<Id> items;
};

struct Result {
  std::vector<Value> values;
  Id root = 0;

  const Value& operator[](Id id) const { return values[id]; }
};

/// Reads a pickle of protocol 2 to 5 as torch.save writes state dicts: the few opcodes and globals that they need, and
/// nothing else. Throws Error(file) beginning with `where` and naming the opcode or global. At most 2^20 instructions
/// are carried out (a model of 10,000 tensors has half as many), which bounds memory. `bytes` must outlive the result.
Result read(std::string_view bytes, const std::string& where);

}  // namespace nilgrad::transformer::pickle
