#include "bindings/catalog.hpp"
#include "runtime/catalog/describe.hpp"

#include <array>

namespace nilgrad::bindings {
namespace {

using catalog::Descriptor, catalog::Recipe, catalog::Recipes;

/// Upvalue 1 is the descriptor. The thing is made once here, so that what its constructor refuses is refused where it
/// is written.
int construct(lua_State* L) {
  const auto& descriptor = *static_cast<const Descriptor*>(lua_touserdata(L, lua_upvalueindex(1)));
  auto recipe = std::make_shared<const Recipe>(Recipe{&descriptor, read_arguments(L, 1, descriptor)});
  descriptor.make(recipe->values);
  push<RecipePointer>(L, std::move(recipe));
  return 1;
}

int recipe_to_string(lua_State* L) {
  push_string(L, check<RecipePointer>(L, 1)->to_string());
  return 1;
}

/// recipe.kind, recipe.name and the options it was given.
int recipe_index(lua_State* L) {
  const Recipe& recipe = *check<RecipePointer>(L, 1);
  const std::string_view field = luaL_checkstring(L, 2);
  if (field == "kind")
    push_string(L, recipe.descriptor->kind);
  else if (field == "name")
    push_string(L, recipe.descriptor->name);
  else if (const auto found = recipe.values.find(field); found != recipe.values.end())
    push_value(L, found->second);
  else
    lua_pushnil(L);
  return 1;
}

void set_text(lua_State* L, const char* field, const std::string& text) {
  if (text.empty()) return;
  push_string(L, text);
  lua_setfield(L, -2, field);
}

/// What describe { options = … } calls it; a recipe's or an opaque object's type is its kind.
const char* type_name(const catalog::Option& option) {
  using enum catalog::Type;
  if (!option.kind.empty()) return option.kind.c_str();
  switch (option.type) {
    case boolean:
      return "boolean";
    case integer:
      return "integer";
    case number:
      return "number";
    case text:
      return "string";
    case numbers:
      return "numbers";
    case texts:
      return "strings";
    case function:
      return "function";
    default:
      return "any";
  }
}

void push_option(lua_State* L, const catalog::Option& option) {
  lua_newtable(L);
  set_text(L, "type", type_name(option));
  set_text(L, "name", option.name);
  set_text(L, "expects", option.expectation());
  set_text(L, "kind", option.kind);
  set_text(L, "default", option.default_text);
  set_text(L, "unit", option.limits.unit);
  set_text(L, "help", option.help);
  for (const auto& [name, flag] : {std::pair{"required", option.limits.required}, {"many", option.many}}) {
    lua_pushboolean(L, flag);
    lua_setfield(L, -2, name);
  }
  lua_newtable(L);
  for (std::size_t i = 0; i < option.limits.choices.size(); ++i) {
    push_string(L, option.limits.choices[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "choices");
}

void push_descriptor(lua_State* L, const Descriptor& d) {
  lua_newtable(L);
  set_text(L, "kind", d.kind);
  set_text(L, "name", d.name);
  set_text(L, "path", d.path());
  set_text(L, "summary", d.summary);
  set_text(L, "signature", d.signature);
  set_text(L, "formula", d.formula);
  set_text(L, "cost", d.cost);
  set_text(L, "memory", d.memory);
  set_text(L, "reference", d.reference);
  set_text(L, "example", d.example);
  set_text(L, "source", d.source);
  lua_newtable(L);
  for (std::size_t i = 0; i < d.positional.size(); ++i) {
    push_string(L, d.positional[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "positional");
  lua_newtable(L);
  for (std::size_t i = 0; i < d.options.size(); ++i) {
    push_option(L, d.options[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "options");
  lua_newtable(L);
  for (std::size_t i = 0; i < d.members.size(); ++i) {
    lua_newtable(L);
    set_text(L, "name", d.members[i].name);
    set_text(L, "signature", d.members[i].signature);
    set_text(L, "help", d.members[i].help);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_setfield(L, -2, "members");
}

/// entries() -> list of tables, one a public thing, native ones first.
int entries(lua_State* L) {
  lua_newtable(L);
  lua_Integer count = 0;
  for (const Descriptor& descriptor : catalog::entries()) {
    push_descriptor(L, descriptor);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/// count() -> how many there are: whether a list from before is still whole
int count_entries(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(catalog::entries().size()));
  return 1;
}

void open_constructors(lua_State* L) {
  for (const Descriptor& descriptor : catalog::entries()) {
    if (!descriptor.make || descriptor.kind == "objective") continue;
    luaL_getsubtable(L, -1, descriptor.kind.c_str());
    lua_pushlightuserdata(L, const_cast<Descriptor*>(&descriptor));
    lua_pushcclosure(L, native<construct>, 1);
    lua_setfield(L, -2, descriptor.name.c_str());
    lua_pop(L, 1);
  }
}

}  // namespace

void push_value(lua_State* L, const catalog::Value& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return lua_pushboolean(L, *boolean);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return lua_pushinteger(L, *integer);
  if (const auto* number = std::get_if<double>(&value)) return lua_pushnumber(L, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return push_string(L, *text);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    lua_newtable(L);
    for (std::size_t i = 0; i < numbers->size(); ++i) {
      lua_pushnumber(L, (*numbers)[i]);
      lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
    return;
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    lua_newtable(L);
    for (std::size_t i = 0; i < texts->size(); ++i) {
      push_string(L, (*texts)[i]);
      lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
    return;
  }
  if (const auto* recipes = std::get_if<Recipes>(&value); recipes && recipes->size() == 1) {
    push<RecipePointer>(L, recipes->front());
    return;
  }
  lua_pushnil(L);
}

void open_describe(lua_State* L);  // bindings/describe.cpp

void open_catalog(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> metamethods{
      {{"__tostring", native<recipe_to_string>}, {"__index", native<recipe_index>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 1> methods{{{nullptr, nullptr}}};
  register_type<RecipePointer>(L, methods.data(), metamethods.data());
  for (Descriptor& descriptor : catalog::binding_descriptors())
    if (!catalog::find(descriptor.kind, descriptor.name))
      catalog::add(std::move(descriptor));  // another state may have
  open_constructors(L);
  lua_newtable(L);
  lua_pushcfunction(L, native<entries>);
  lua_setfield(L, -2, "entries");
  lua_pushcfunction(L, native<count_entries>);
  lua_setfield(L, -2, "count");
  open_describe(L);
  lua_setfield(L, -2, "catalog");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, recipe) {
  return Described<NoOptions>("object", "recipe",
                              "an estimator, optimizer, update, … as its constructor returns it: what to make and with "
                              "which options; every run makes its own")
      .member("r.kind: string", "\"estimator\", \"optimizer\", \"update\", …")
      .member("r.name: string", "\"two_point\", …")
      .member("r[option]", "or r.option: one that was given, by its name; nil for those that were not")
      .example("local e = ng.estimator.two_point { queries = 8 }\nreturn e, e.kind, e.name, e.queries");
}

NILGRAD_DESCRIBE(room, catalog) {
  return Described<NoOptions>("room", "catalog",
                              "the list of public things, from which help, checks and the manual are made")
      .example("return #ng.catalog.entries()");
}

NILGRAD_DESCRIBE(catalog, entries) {
  return Described<NoOptions>("catalog", "entries", "what is said of every public thing, native ones first")
      .signature("ng.catalog.entries() -> table[]")
      .example("return ng.catalog.entries()[1].path");
}

NILGRAD_DESCRIBE(catalog, count) {
  return Described<NoOptions>("catalog", "count", "how many public things there are")
      .signature("ng.catalog.count() -> integer")
      .example("return ng.catalog.count() == #ng.catalog.entries()");
}
