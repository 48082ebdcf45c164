#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/attack/square.hpp"

// The Square attack's candidates, in the module "nilgrad.native.attack".
namespace nilgrad::bindings {

using SquaresPointer = std::unique_ptr<Squares>;

template <>
struct TypeName<SquaresPointer> {
  static constexpr const char* value = "nilgrad.squares";
};

namespace {

constexpr int candidate_slot = 1;  // the user value that holds the candidate of squares

/// squares(image, norm, eps, seed, stream)
int new_squares(lua_State* L) {
  const Key key = Key::from(static_cast<std::uint64_t>(luaL_checkinteger(L, 4)), Purpose::draw,
                            static_cast<std::uint64_t>(luaL_checkinteger(L, 5)));
  SquaresPointer squares =
      make_squares(check_tensor(L, 1), {norm_from(luaL_checkstring(L, 2)), luaL_checknumber(L, 3)}, Generator(key));
  const Tensor candidate = squares->candidate();
  push<SquaresPointer>(L, std::move(squares), 1);
  push_tensor(L, candidate);
  lua_setiuservalue(L, -2, candidate_slot);
  return 1;
}

/// squares:start() -> candidate
int start_squares(lua_State* L) {
  check<SquaresPointer>(L, 1)->start();
  lua_getiuservalue(L, 1, candidate_slot);
  return 1;
}

/// squares:propose(side) -> candidate
int propose_square(lua_State* L) {
  check<SquaresPointer>(L, 1)->propose(luaL_checkinteger(L, 2));
  lua_getiuservalue(L, 1, candidate_slot);
  return 1;
}

int accept_square(lua_State* L) {
  check<SquaresPointer>(L, 1)->accept();
  return 0;
}

}  // namespace

void open_attack_squares(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"start", native<start_squares>},
                                  {"propose", native<propose_square>},
                                  {"accept", native<accept_square>},
                                  {nullptr, nullptr}};
  register_type<SquaresPointer>(L, methods);
  lua_pushcfunction(L, native<new_squares>);
  lua_setfield(L, -2, "squares");
}

}  // namespace nilgrad::bindings
