#include "bindings/tensor.hpp"

#include <catch2/catch.hpp>

#include "runtime/tensor/buffer.hpp"
#include "tests/bindings/lua_state.hpp"

using namespace nilgrad;
using namespace nilgrad::bindings;

namespace {

int describe(lua_State* L) {
  const Tensor tensor = to_tensor(L, 1, DType::float64, "x0");
  std::string text = to_string(tensor.shape());
  for (const double value : tensor.as<double>()) text += fmt::format(" {}", value);
  push_string(L, text);
  return 1;
}

/// What to_tensor makes of a Lua expression, or the message of its error.
std::string read(const std::string& expression) {
  const LuaState lua;
  lua_pushcfunction(lua.get(), native<describe>);
  lua_setglobal(lua.get(), "read");
  return lua.run("return read(" + expression + ")");
}

}  // namespace

TEST_CASE("a point is read from a list, nested lists or a tensor") {
  CHECK(read("{ 1, 2.5, -3 }") == "[3] 1 2.5 -3");
  CHECK(read("{ { 1, 2 }, { 3, 4 }, { 5, 6 } }") == "[3, 2] 1 2 3 4 5 6");
  CHECK(read("{}") == "[0]");
  CHECK(read("{ {}, {} }") == "[2, 0]");
}

TEST_CASE("what is not an array is refused with its place") {
  CHECK(read("'a'") == "test:1: x0 must be a tensor or a list of numbers, got string");
  CHECK(read("7") == "test:1: x0 must be a tensor or a list of numbers, got number");
  CHECK(read("{ 1, '2' }") == "test:1: x0[2] must be a number, got string");
  CHECK(read("{ { 1, 2 }, { 3 } }") == "test:1: x0[2] has 1 elements, the ones before it have 2");
  CHECK(read("{ { 1, 2 }, 3 }") == "test:1: x0[2] must be a list like the ones before it, got number");
  CHECK(read("{ 1, { 2 } }") == "test:1: x0[2] must be a number, got table");
  CHECK(read("{ x = 1 }") == "[0]");
  CHECK(read("(function() local t = {} t[1] = t return t end)()") == "test:1: x0 has more than 8 nested lists");
}

TEST_CASE("tensors of elements share them through Lua") {
  const LuaState lua;
  lua.run("");
  Tensor tensor({2, 3}, DType::float32);
  push_tensor(lua.get(), tensor);
  check_tensor(lua.get(), -1).set(4, 7);
  CHECK(tensor.at(4) == 7);
  CHECK(to_tensor(lua.get(), -1, DType::float32).data() == tensor.data());
  CHECK(to_tensor(lua.get(), -1, DType::float64).at(4) == 7);
}

namespace {

int live_mebibytes(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(live_buffer_bytes() >> 20));
  return 1;
}

/// The most native memory, in MiB, that lived at the end of any round of a loop in Lua.
lua_Integer peak_of(const std::string& mode, const std::string& body) {
  const LuaState lua;
  lua_pushcfunction(lua.get(), native<live_mebibytes>);
  lua_setglobal(lua.get(), "live");
  return std::stoll(lua.run("collectgarbage '" + mode +
                            "'; local peak, kept, before = 0, {}, live(); for i = 1, 300 do " + body +
                            " peak = math.max(peak, live() - before) end; return peak"));
}

}  // namespace

TEST_CASE("300 tensors of 8 MiB, dropped at once or kept for a few rounds, never hold 100 MiB") {
  for (const std::string mode : {"generational", "incremental"}) {
    INFO(mode);
    CHECK(peak_of(mode, "local t = ng.tensor.ones { 1 << 20 }") < 100);
    CHECK(peak_of(mode, "kept[i % 4] = ng.tensor.ones { 1 << 20 }") < 100);
    CHECK(peak_of(mode, "kept[i % 4] = ng.tensor.ones({ 2, 1 << 19 }):slice(1, 1):reshape(-1)") < 100);
    CHECK(peak_of(mode, "for k = 1, 100 do kept[k % 7] = ng.tensor.ones { 100, 100 } * 2 end") < 100);
  }
}

TEST_CASE("a tensor closed by its scope is gone at once, without the collector") {
  CHECK(peak_of("stop", "do local t <close> = ng.tensor.ones { 1 << 20 } end") == 0);
  CHECK(peak_of("stop", "local t = ng.tensor.ones { 1 << 16 }") >= 140);
}

TEST_CASE("closing twice, or what is no tensor, does nothing") {
  const LuaState lua;
  lua.run("");
  push_tensor(lua.get(), Tensor({3}));
  lua_setglobal(lua.get(), "t");
  luaL_getmetatable(lua.get(), TypeName<Tensor>::value);
  lua_setglobal(lua.get(), "metatable");
  CHECK(lua.run(
            "metatable.__close(t); metatable.__gc(t); metatable.__gc(1); metatable.__close({}); return tostring(t)") ==
        "tensor (closed)");
  CHECK(lua.run("return t + 1") == "test:1: tensor is closed");
  CHECK(lua.run("return ng.tensor { t }") == "test:1: tensor is closed");
}
