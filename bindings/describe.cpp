#include "runtime/catalog/describe.hpp"
#include "bindings/options.hpp"
#include "bindings/stdlib.hpp"

// Things written in Lua are described as native ones are, and their options checked by the same code.
namespace nilgrad::bindings {
namespace {

using catalog::Descriptor, catalog::Option, catalog::Type;

std::string text_field(lua_State* L, int table, const char* field) {
  lua_getfield(L, table, field);
  std::size_t size = 0;
  const char* text = lua_isnil(L, -1) ? "" : luaL_checklstring(L, -1, &size);
  std::string result(text, size);
  lua_pop(L, 1);
  return result;
}

double number_field(lua_State* L, int table, const char* field, double otherwise) {
  lua_getfield(L, table, field);
  const double result = luaL_optnumber(L, -1, otherwise);
  lua_pop(L, 1);
  return result;
}

Type type_named(const std::string& name) {
  if (name == "boolean") return Type::boolean;
  if (name == "integer") return Type::integer;
  if (name == "number") return Type::number;
  if (name == "string") return Type::text;
  if (name == "numbers") return Type::numbers;
  if (name == "strings") return Type::texts;
  if (name == "function") return Type::function;
  if (name == "perturbation" || name == "estimator" || name == "update" || name == "schedule" || name == "constraint" ||
      name == "optimizer" || name == "sampler" || name == "pruner")
    return Type::recipe;
  return Type::any;
}

std::string default_text(lua_State* L, int option) {
  const std::string words = text_field(L, option, "default_text");
  if (!words.empty()) return words;
  lua_getfield(L, option, "default");
  std::string text = lua_isnil(L, -1) ? "none" : luaL_tolstring(L, -1, nullptr);
  if (lua_type(L, -2) == LUA_TSTRING) text = "'" + text + "'";
  lua_pop(L, lua_isnil(L, -1) ? 1 : 2);
  return text;
}

/// { name = , type = , default = , min = , max = , above_min = , choices = { … }, unit = , help = , required = , many =
/// }
Option option_at(lua_State* L, int table) {
  Option option;
  option.name = text_field(L, table, "name");
  const std::string type = text_field(L, table, "type");
  option.type = type_named(type);
  if (option.type == Type::recipe || (option.type == Type::any && type != "any")) option.kind = type;
  option.help = text_field(L, table, "help");
  option.limits.unit = text_field(L, table, "unit");
  option.limits.low = number_field(L, table, "min", option.limits.low);
  option.limits.high = number_field(L, table, "max", option.limits.high);
  for (const auto& [field, flag] : {std::pair{"above_min", &option.limits.above_low},
                                    {"required", &option.limits.required},
                                    {"many", &option.many}}) {
    lua_getfield(L, table, field);
    *flag = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
  }
  if (lua_getfield(L, table, "choices") == LUA_TTABLE)
    for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; lua_pop(L, 1), ++i)
      option.limits.choices.emplace_back(luaL_checkstring(L, -1));
  lua_settop(L, table);
  option.default_text = option.limits.required ? "" : default_text(L, table);
  lua_settop(L, table);
  return option;
}

/// check(options) -> a new table with the options given and the defaults of the others. Upvalues: the descriptor, the
/// defaults.
int check_options(lua_State* L) {
  const auto& descriptor = *static_cast<const Descriptor*>(lua_touserdata(L, lua_upvalueindex(1)));
  lua_settop(L, 1);
  read_options(L, 1, descriptor);
  lua_newtable(L);
  for (const int source : {lua_upvalueindex(2), 1}) {
    if (lua_isnil(L, source)) continue;
    lua_pushnil(L);
    while (lua_next(L, source)) {
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_settable(L, 2);
    }
  }
  return 1;
}

constexpr const char* methods_key = "nilgrad.described_methods";

/// The file that describes: of a module of ours that is being loaded, else of the script whose main chunk runs.
std::string source_file(lua_State* L) {
  const std::string_view module = module_being_loaded(L);
  if (!module.empty()) return std::string(module);
  lua_Debug frame;
  for (int level = 1; lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "S", &frame);
    if (std::string_view(frame.what) == "main" && *frame.source == '@') return frame.source + 1;
  }
  return {};
}

/// members = { { name = , help = }, … }, or { { "report:save(path: string)", "help" }, … }
void read_members(lua_State* L, Descriptor& d) {
  lua_getfield(L, 1, "members");
  for (lua_Integer i = 1; lua_istable(L, 3) && lua_geti(L, 3, i) == LUA_TTABLE; ++i) {
    const bool in_order = lua_rawlen(L, 4) == 2;
    for (lua_Integer field = 1; field <= 2; ++field) {
      if (in_order)
        lua_geti(L, 4, field);
      else
        lua_getfield(L, 4, field == 1 ? "name" : "help");
    }
    d.members.push_back(catalog::Member::of(luaL_checkstring(L, 5), luaL_checkstring(L, 6)));
    lua_settop(L, 3);
  }
  lua_settop(L, 2);
}

/// The table methods = … of an object's description, by which help knows report.save when it is handed it.
void keep_methods(lua_State* L, const std::string& name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, methods_key);
  if (lua_getfield(L, 1, "methods") == LUA_TTABLE) lua_setfield(L, 3, name.c_str());
  lua_settop(L, 2);
}

/// methods(name) -> { method = function, … } of a kind of object, or nil
int methods(lua_State* L) {
  const std::string name = luaL_checkstring(L, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, methods_key);
  if (lua_getfield(L, -1, name.c_str()) == LUA_TTABLE) return 1;
  luaL_getmetatable(L, ("nilgrad." + name).c_str());
  if (!lua_istable(L, -1)) return 0;
  lua_getfield(L, -1, "__index");
  if (lua_iscfunction(L, -1) && !lua_getupvalue(L, -1, 1)) return 0;  // where native types keep their methods
  return lua_istable(L, -1) ? 1 : 0;
}

/// describe { kind = , name = , summary = , signature = , formula = , …, options = { … } } -> check
int describe(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  Descriptor d;
  d.kind = text_field(L, 1, "kind");
  d.name = text_field(L, 1, "name");
  d.summary = text_field(L, 1, "summary");
  d.signature = text_field(L, 1, "signature");
  d.formula = text_field(L, 1, "formula");
  d.cost = text_field(L, 1, "cost");
  d.memory = text_field(L, 1, "memory");
  d.reference = text_field(L, 1, "reference");
  d.example = text_field(L, 1, "example");
  d.source = source_file(L);
  lua_newtable(L);  // 2: defaults
  lua_getfield(L, 1, "options");
  for (lua_Integer i = 1; lua_istable(L, 3) && lua_geti(L, 3, i) == LUA_TTABLE; ++i) {
    d.options.push_back(option_at(L, 4));
    lua_getfield(L, 4, "default");
    lua_setfield(L, 2, d.options.back().name.c_str());
    lua_settop(L, 3);
  }
  lua_settop(L, 2);
  read_members(L, d);
  keep_methods(L, d.name);
  // A module reloaded at the prompt describes its things again: the first description stays.
  const Descriptor* known = catalog::find(d.kind, d.name);
  const Descriptor& kept = known ? *known : catalog::add(std::move(d));
  lua_pushlightuserdata(L, const_cast<Descriptor*>(&kept));
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, native<check_options>, 2);
  return 1;
}

}  // namespace

void open_describe(lua_State* L) {
  lua_pushcfunction(L, native<describe>);
  lua_setfield(L, -2, "describe");
  lua_pushcfunction(L, native<methods>);
  lua_setfield(L, -2, "methods");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(catalog, describe) {
  return Described<NoOptions>(
             "catalog", "describe",
             "describes a thing written in Lua: its help, its options, which the function returned checks")
      .signature("ng.catalog.describe(description: table) -> function")
      .formula(
          "description: kind, name, summary, signature, formula, cost, memory, reference, example, members, and "
          "options, a list of\n{ name =, type =, default =, default_text =, min =, max =, above_min =, choices =, unit "
          "=, required =, many =, help = }")
      .example(
          "local check = ng.catalog.describe { kind = \"function\", name = \"answer_in_help\", summary = \"the "
          "answer\",\n"
          "  signature = \"answer() -> number\", example = \"return 42\" }\n"
          "return pcall(check, { x = 1 })   -- it has no options");
}

NILGRAD_DESCRIBE(catalog, methods) {
  return Described<NoOptions>("catalog", "methods",
                              "the methods of a kind of object by name, by which help finds t.sum again")
      .signature("ng.catalog.methods(kind: string) -> table?")
      .example("return ng.catalog.methods(\"tensor\").sum ~= nil");
}
