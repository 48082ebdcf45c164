#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "bindings/model_remote.hpp"
#include "bindings/options.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/http/http_classifier.hpp"

// The tables that ng.model.http takes within its options, and what of the machine it is given: environment and chance.
namespace nilgrad::bindings {
namespace {

using Texts = std::map<std::string, std::string>;

/// { name = text }, of a field of the options at 1; `value` reads what is on top of the stack.
template <class Value>
Texts texts_in(lua_State* L, const char* option, const char* expected, Value&& value) {
  Texts texts;
  if (lua_getfield(L, 1, option) == LUA_TNIL) {
    lua_pop(L, 1);
    return texts;
  }
  const auto refuse = [&](const std::string& got) {
    throw_error(ErrorKind::option, "option '{}' of ng.model.http must be a table {}, got {}", option, expected, got);
  };
  if (!lua_istable(L, -1)) refuse(luaL_typename(L, -1));
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) refuse("an entry without a name");
    const std::string name = lua_tostring(L, -2);
    const auto text = value(name);
    if (!text) refuse("a " + std::string(luaL_typename(L, -1)) + " as " + name);
    texts[name] = *text;
  }
  lua_pop(L, 1);
  return texts;
}

std::optional<std::string> text_at_top(lua_State* L) {
  if (lua_type(L, -1) != LUA_TSTRING) return {};
  std::size_t size = 0;
  const char* text = lua_tolstring(L, -1, &size);
  return std::string(text, size);
}

std::optional<std::string> json_at_top(lua_State* L) {
  if (const auto text = text_at_top(L)) return nlohmann::json(*text).dump();
  if (lua_isboolean(L, -1)) return lua_toboolean(L, -1) ? "true" : "false";
  if (lua_isinteger(L, -1)) return std::to_string(lua_tointeger(L, -1));
  if (lua_isnumber(L, -1)) return nlohmann::json(lua_tonumber(L, -1)).dump();
  return {};
}

std::optional<HttpClassifier::Authentication> authentication_in(lua_State* L) {
  const char* form = "{ environment = \"NAME\", header = …, prefix = … }";
  const Texts given = texts_in(L, "authentication", form, [L](const std::string& name) {
    if (name != "environment" && name != "header" && name != "prefix") {
      const std::string near = catalog::nearest(name, {"environment", "header", "prefix"});
      throw_error(ErrorKind::option, "authentication of ng.model.http has no '{}'{}", name,
                  near.empty() ? "; it has environment, header and prefix" : "; did you mean '" + near + "'?");
    }
    return text_at_top(L);
  });
  const bool none = lua_getfield(L, 1, "authentication") == LUA_TNIL;
  lua_pop(L, 1);
  if (none) return {};
  HttpClassifier::Authentication authentication;
  const auto take = [&](const char* name, std::string& to) {
    if (const auto found = given.find(name); found != given.end()) to = found->second;
  };
  take("environment", authentication.environment);
  take("header", authentication.header);
  take("prefix", authentication.prefix);
  if (authentication.environment.empty())
    throw_error(ErrorKind::option,
                "authentication of ng.model.http needs environment = the name of the variable that "
                "holds the secret");
  return authentication;
}

double random_share() {
  static std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace

std::unique_ptr<RemoteClassifier> http_classifier(lua_State* L, std::function<void(const std::string&)> warn) {
  const auto& descriptor = *catalog::find("model", "http");
  auto options = catalog::read<HttpClassifier::Options>(descriptor, read_options(L, 1, descriptor));
  options.headers = texts_in(L, "headers", R"({ ["X-Name"] = "value" })", [L](const auto&) { return text_at_top(L); });
  options.fields =
      texts_in(L, "fields", "{ name = text, number or boolean }", [L](const auto&) { return json_at_top(L); });
  options.authentication = authentication_in(L);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program sets it
  return std::make_unique<HttpClassifier>(options, std::move(warn), random_share,
                                          [](const char* name) { return std::getenv(name); });
}

}  // namespace nilgrad::bindings
