#include "bindings/tokenizer.hpp"

#include <array>

#include "bindings/fields.hpp"
#include "bindings/options.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad::bindings {

using transformer::Tokenizer, transformer::EncodeOptions, transformer::DecodeOptions;

namespace {

struct TokenizerOptions {
  std::string folder;
};

const Tokenizer& tokenizer_at(lua_State* L, int index) { return *check<TokenizerPointer>(L, index); }

int load(lua_State* L) {
  const auto& descriptor = *catalog::find("tokenizer", "load");
  const auto options = catalog::read<TokenizerOptions>(descriptor, read_arguments(L, 1, descriptor));
  // The collector does not see a tokenizer's memory; loading is rare enough to free those that were dropped.
  if (lua_gc(L, LUA_GCISRUNNING)) lua_gc(L, LUA_GCCOLLECT);
  push<TokenizerPointer>(L, Tokenizer::load(options.folder));
  return 1;
}

/// The id at `index`; `what` begins the message: "ids[3] must be".
std::int32_t id_at(lua_State* L, int index, std::size_t count, const std::string& what) {
  int exact = 0;
  const lua_Integer id = lua_tointegerx(L, index, &exact);
  if (!exact || lua_type(L, index) != LUA_TNUMBER || id < 0 || id >= static_cast<lua_Integer>(count))
    throw_error(ErrorKind::option, "{} the id of a token, an integer from 0 to {}, got {}", what,
                static_cast<lua_Integer>(count) - 1, luaL_tolstring(L, index, nullptr));
  return static_cast<std::int32_t>(id);
}

/// The option `prepend`: an id, false for nothing, true (or none) for what the files say.
void read_prepend(lua_State* L, int options, const Tokenizer& tokenizer, EncodeOptions& read) {
  if (!lua_istable(L, options)) return;
  lua_getfield(L, options, "prepend");
  if (lua_isboolean(L, -1)) {
    if (!lua_toboolean(L, -1)) read.prepend.emplace();
  } else if (!lua_isnil(L, -1)) {
    const char* what = "option 'prepend' of ng.tokenizer.encode must be true, false or";
    read.prepend = {id_at(L, lua_gettop(L), tokenizer.size(), what)};
  }
  lua_pop(L, 1);
}

/// encode(tokenizer, text, options)
int encode(lua_State* L) {
  push_ids(L, encode_text(L, 2, tokenizer_at(L, 1)));
  return 1;
}

/// decode(tokenizer, ids, options)
int decode(lua_State* L) {
  push_string(L, decode_ids(L, 2, tokenizer_at(L, 1)));
  return 1;
}

int id(lua_State* L) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(L, 2, &length);
  const auto found = tokenizer_at(L, 1).id({text, length});
  if (found)
    lua_pushinteger(L, *found);
  else
    lua_pushnil(L);
  return 1;
}

int size(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(tokenizer_at(L, 1).size()));
  return 1;
}

int prepended(lua_State* L) {
  push_ids(L, tokenizer_at(L, 1).prepended());
  return 1;
}

std::string folder_of(const Tokenizer& tokenizer) { return tokenizer.files().front().parent_path().string(); }

int folder(lua_State* L) {
  push_string(L, folder_of(tokenizer_at(L, 1)));
  return 1;
}

int to_string_method(lua_State* L) {
  const auto* tokenizer = test<TokenizerPointer>(L, 1);
  push_string(L, !tokenizer ? "tokenizer (closed)"
                            : fmt::format("tokenizer {}: {}", folder_of(**tokenizer), (*tokenizer)->description()));
  return 1;
}

}  // namespace

void push_ids(lua_State* L, std::span<const std::int32_t> ids) {
  lua_createtable(L, static_cast<int>(std::min<std::size_t>(ids.size(), 1 << 26)), 0);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    lua_pushinteger(L, ids[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
}

std::vector<std::int32_t> to_ids(lua_State* L, int index, std::size_t count, std::string_view what) {
  index = lua_absindex(L, index);
  if (!lua_istable(L, index))
    throw_error(ErrorKind::option, "{} must be a list of ids, got {}", what, luaL_typename(L, index));
  const std::size_t length = lua_rawlen(L, index);
  std::vector<std::int32_t> ids;
  ids.reserve(length);
  for (std::size_t i = 1; i <= length; ++i) {
    lua_rawgeti(L, index, static_cast<lua_Integer>(i));
    if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 0 && lua_tointeger(L, -1) < static_cast<lua_Integer>(count))
      ids.push_back(static_cast<std::int32_t>(lua_tointeger(L, -1)));
    else
      ids.push_back(id_at(L, lua_gettop(L), count, fmt::format("{}[{}] must be", what, i)));
    lua_pop(L, 1);
  }
  return ids;
}

std::vector<std::int32_t> encode_text(lua_State* L, int index, const Tokenizer& tokenizer) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(L, index, &length);
  const auto& descriptor = *catalog::find("tokenizer", "encode");
  auto options = catalog::read<EncodeOptions>(descriptor, read_options(L, index + 1, descriptor));
  read_prepend(L, index + 1, tokenizer, options);
  options.stop = StopToken(interrupt_flag());
  return tokenizer.encode({text, length}, options);
}

std::string decode_ids(lua_State* L, int index, const Tokenizer& tokenizer) {
  const auto& descriptor = *catalog::find("tokenizer", "decode");
  const auto options = catalog::read<DecodeOptions>(descriptor, read_options(L, index + 1, descriptor));
  return tokenizer.decode(to_ids(L, index, tokenizer.size()), options);
}

void open_tokenizer(lua_State* L) {
  constexpr std::array<luaL_Reg, 5> methods{{{"encode", native<encode>},
                                             {"decode", native<decode>},
                                             {"id", native<id>},
                                             {"close", close_object<TokenizerPointer>},
                                             {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 3> metamethods{
      {{"__len", native<size>}, {"__tostring", native<to_string_method>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 4> fields{
      {{"size", native<size>}, {"prepended", native<prepended>}, {"folder", native<folder>}, {nullptr, nullptr}}};
  register_type<TokenizerPointer>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<TokenizerPointer>::value, fields.data());
  constexpr std::array<luaL_Reg, 4> functions{
      {{"load", native<load>}, {"encode", native<encode>}, {"decode", native<decode>}, {nullptr, nullptr}}};
  lua_newtable(L);
  luaL_setfuncs(L, functions.data(), 0);
  lua_setfield(L, -2, "tokenizer");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(tokenizer, load) {
  using Options = nilgrad::bindings::TokenizerOptions;
  return Described<Options>("tokenizer", "load", "byte-level BPE from a Hugging Face folder: texts to ids and back")
      .signature("ng.tokenizer.load(folder: string) -> tokenizer")
      .formula(
          "GPT-2, OPT, Llama-3, Qwen2 and SmolLM: tokenizer.json, else vocab.json and merges.txt with\n"
          "tokenizer_config.json, special_tokens_map.json and added_tokens.json where they are there; what would "
          "change\n"
          "the ids and is not understood is refused by field; bytes that are not UTF-8 are encoded as they are")
      .positional({"folder"})
      .option("folder", &Options::folder, "where the files are", {.required = true})
      .memory("about 250 bytes a token and 32 to 64 a merge: 1 MB for a vocabulary of 4096, 48 MB for one of 128,000")
      .reference("Sennrich, Haddow & Birch 2016, arXiv:1508.07909; Radford et al. 2019 (GPT-2)")
      .example(
          "local tokenizer = ng.tokenizer.load 'scripts/models/mini-opt'\n"
          "local ids = tokenizer:encode 'I like you.'\n"
          "return table.concat(ids, ' '), tokenizer:decode(ids)");
}

NILGRAD_DESCRIBE(tokenizer, encode) {
  using Options = nilgrad::transformer::EncodeOptions;
  return Described<Options>("tokenizer", "encode", "the ids of a text; also tokenizer:encode(text, options)")
      .signature("ng.tokenizer.encode(tokenizer: tokenizer, text: string, options: table?) -> integer[]")
      .option("specials", &Options::specials, "special tokens inside the text (</s>) are those tokens, else plain text")
      .opaque("prepend", Type::any, "", "true: what the files say; false: nothing; the id of a token: that one",
              {.default_text = "true"})
      .cost("tens of megabytes of text a second")
      .example(
          "local tokenizer = ng.tokenizer.load 'scripts/models/mini-opt'\n"
          "return #tokenizer:encode('a</s>'), #tokenizer:encode('a</s>', { specials = false, prepend = false })");
}

NILGRAD_DESCRIBE(tokenizer, decode) {
  using Options = nilgrad::transformer::DecodeOptions;
  return Described<Options>("tokenizer", "decode", "the text of a list of ids; also tokenizer:decode(ids, options)")
      .signature("ng.tokenizer.decode(tokenizer: tokenizer, ids: integer[], options: table?) -> string")
      .option("skip_specials", &Options::skip_specials, "special tokens leave no text")
      .option("keep_malformed", &Options::keep_malformed,
              "bytes that are not UTF-8 (half a character) stay, instead of U+FFFD for each maximal piece")
      .example(
          "local tokenizer = ng.tokenizer.load 'scripts/models/mini-opt'\n"
          "return tokenizer:decode({ 2, 44, 452, 362, 17 }, { skip_specials = true })");
}

NILGRAD_DESCRIBE(object, tokenizer) {
  return Described<NoOptions>("object", "tokenizer", "texts to ids and back, as ng.tokenizer.load returns it")
      .member("tokenizer:encode(text: string, options: table?) -> integer[]",
              "the ids of a text; the options are those of ng.tokenizer.encode")
      .member("tokenizer:decode(ids: integer[], options: table?) -> string",
              "the text of ids; the options are those of ng.tokenizer.decode")
      .member("tokenizer:id(token: string) -> integer?", "its id, or nil: \" good\" or, as in the files, \"Ġgood\"")
      .member("tokenizer:close()", "frees it; so does the collector")
      .member("tokenizer.size: integer", "the largest id + 1; #tokenizer is the same")
      .member("tokenizer.prepended: integer[]", "the ids that every encoding begins with unless told otherwise")
      .member("tokenizer.folder: string", "where it was loaded from")
      .example(
          "local tokenizer = ng.tokenizer.load 'scripts/models/mini-opt'\n"
          "local ids = tokenizer:encode 'I like it.'\n"
          "print(#ids, tokenizer:decode(ids), tokenizer:id ' good', #tokenizer, tokenizer.prepended[1])\n"
          "tokenizer:close()");
}

NILGRAD_DESCRIBE(room, tokenizer) {
  return Described<NoOptions>("room", "tokenizer", "texts to ids and back")
      .example("local tokenizer = ng.tokenizer.load 'scripts/models/mini-opt'\nreturn #tokenizer:encode 'I like you.'");
}
