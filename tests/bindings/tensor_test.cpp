#include "bindings/tensor.hpp"

#include <catch2/catch.hpp>

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
