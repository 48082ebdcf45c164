#include <algorithm>
#include <cmath>
#include <limits>

#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/algorithm/journal_line.hpp"
#include "runtime/attack/threat.hpp"

// What the driver of attacks asks about images and scores, in the module "nilgrad.native.attack".
namespace nilgrad::bindings {
namespace {

/// distance(norm, a, b) -> |a − b| of two float32 tensors
int distance_function(lua_State* L) {
  const Tensor& a = check_tensor(L, 2);
  const Tensor& b = check_tensor(L, 3);
  lua_pushnumber(L, distance(norm_from(luaL_checkstring(L, 1)), a.as<float>(), b.as<float>()));
  return 1;
}

/// fingerprint(tensor) -> eight hexadecimal digits of its numbers
int fingerprint(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  const std::string_view bytes(static_cast<const char*>(tensor.data()), tensor.bytes());
  std::string digits;
  journal_line::append_hex(digits, journal_line::checksum(bytes, 0), journal_line::sum_digits);
  push_string(L, digits);
  return 1;
}

/// log_probabilities(scores) -> their logarithms, of zeros that of the least float. Throws Error(shape) for others than
/// [0, 1] holds; NaN stays NaN.
int log_probabilities(lua_State* L) {
  Tensor scores = to_tensor(L, 1, DType::float32, "probabilities").clone();
  for (float& score : scores.as<float>()) {
    if (score < 0 || score > 1.001f)
      throw_error(ErrorKind::shape, "a model whose scores are probabilities gave {}: they are from 0 to 1", score);
    score = std::log(std::max(score, std::numeric_limits<float>::min()));
    if (score > 0) score = 0;
  }
  push_tensor(L, std::move(scores));
  return 1;
}

}  // namespace

void open_attack_driver(lua_State* L) {
  lua_pushcfunction(L, native<fingerprint>);
  lua_setfield(L, -2, "fingerprint");
  lua_pushcfunction(L, native<log_probabilities>);
  lua_setfield(L, -2, "log_probabilities");
  lua_pushcfunction(L, native<distance_function>);
  lua_setfield(L, -2, "distance");
}

}  // namespace nilgrad::bindings
