#pragma once
#include <lua.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/native.hpp"
#include "runtime/transformer/tokenizer/tokenizer.hpp"

// Tokenizers as Lua sees them, and lists of ids, which models take and give too.
namespace nilgrad::bindings {

using TokenizerPointer = std::shared_ptr<const transformer::Tokenizer>;

template <>
struct TypeName<TokenizerPointer> {
  static constexpr const char* value = "nilgrad.tokenizer";
};

/// Adds `tokenizer` (load, encode, decode) to the table at the top of the stack.
void open_tokenizer(lua_State* L);

/// Pushes a list of ids as they are: counted from 0, like in the tokenizer's files.
void push_ids(lua_State* L, std::span<const std::int32_t> ids);

/// The list of ids at `index`. Throws Error naming the element of `what` that is not an integer from 0 to count − 1.
std::vector<std::int32_t> to_ids(lua_State* L, int index, std::size_t count, std::string_view what = "ids");

/// The ids of the text at `index`, with the options of ng.tokenizer.encode after it, if any.
std::vector<std::int32_t> encode_text(lua_State* L, int index, const transformer::Tokenizer& tokenizer);

/// The text of the ids at `index`, with the options of ng.tokenizer.decode after them, if any.
std::string decode_ids(lua_State* L, int index, const transformer::Tokenizer& tokenizer);

}  // namespace nilgrad::bindings
