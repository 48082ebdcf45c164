#include <cstdint>
#include <vector>

#include "bindings/json_text.hpp"
#include "bindings/native.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::bindings {
namespace {

using nlohmann::json;

/// Leaves the value that is read at the top of Lua's stack.
class Reader : public nlohmann::json_sax<json> {
 public:
  explicit Reader(lua_State* L) : L_(L) {}

  bool null() override {
    lua_pushlightuserdata(L_, nullptr);  // json.null
    return place();
  }
  bool boolean(bool value) override {
    lua_pushboolean(L_, value);
    return place();
  }
  bool number_integer(std::int64_t value) override {
    lua_pushinteger(L_, value);
    return place();
  }
  bool number_unsigned(std::uint64_t value) override {
    if (value > INT64_MAX) return number_float(static_cast<double>(value), "");
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string&) override {
    lua_pushnumber(L_, value);
    return place();
  }
  bool string(std::string& value) override {
    push_string(L_, value);
    return place();
  }
  bool binary(binary_t&) override { return false; }  // JSON's text has none
  bool start_array(std::size_t) override { return open(0); }
  bool end_array() override { return close(); }
  bool start_object(std::size_t) override { return open(of_object); }
  bool key(std::string& name) override {
    push_string(L_, name);
    return true;
  }
  bool end_object() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
    throw Error(ErrorKind::file, plain_message(error));
  }

 private:
  static constexpr lua_Integer of_object = -1;

  bool open(lua_Integer elements) {
    if (open_.size() >= deepest_json) throw_error(ErrorKind::option, "json: nested more than {} deep", deepest_json);
    luaL_checkstack(L_, 8, "json");
    lua_newtable(L_);
    open_.push_back(elements);
    return true;
  }

  bool close() {
    open_.pop_back();
    return place();
  }

  /// The value at the top of the stack goes to where it belongs.
  bool place() {
    if (++values_ % json_values_a_look == 0) StopToken(interrupt_flag()).check();
    if (open_.empty()) return true;
    if (open_.back() == of_object)
      lua_rawset(L_, -3);
    else
      lua_rawseti(L_, -2, ++open_.back());
    return true;
  }

  lua_State* L_;
  std::vector<lua_Integer> open_;  // how many elements each open array has so far; of_object
  std::size_t values_ = 0;
};

}  // namespace

void push_json(lua_State* L, std::string_view text) {
  Reader reader(L);
  json::sax_parse(text.begin(), text.end(), &reader);
}

}  // namespace nilgrad::bindings
