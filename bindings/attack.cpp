#include <cmath>

#include "bindings/cohort.hpp"
#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/attack/square.hpp"

// The cohort and the victim's questions as Lua sees them: the module "nilgrad.native.attack", for the use of
// stdlib/nilgrad/attack/run alone, which checks what users give.
namespace nilgrad::bindings {

using CohortPointer = std::unique_ptr<Cohort>;
using SquaresPointer = std::unique_ptr<Squares>;

template <>
struct TypeName<CohortPointer> {
  static constexpr const char* value = "nilgrad.cohort";
};

template <>
struct TypeName<SquaresPointer> {
  static constexpr const char* value = "nilgrad.squares";
};

namespace {

constexpr int threads_slot = 1;  // the user value that keeps the attacks' Lua threads

Cohort& cohort_at(lua_State* L) { return *check<CohortPointer>(L, 1); }

/// cohort(image_shape)
int new_cohort(lua_State* L) {
  push<CohortPointer>(L, std::make_unique<Cohort>(to_shape(L, 1)), 1);
  lua_newtable(L);
  lua_setiuservalue(L, -2, threads_slot);
  return 1;
}

/// cohort:start(id, body, image, label, norm, eps, budget, loss)
int start(lua_State* L) {
  Cohort& cohort = cohort_at(L);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_State* thread = lua_newthread(L);
  lua_getiuservalue(L, 1, threads_slot);
  lua_pushvalue(L, -2);
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pushvalue(L, 3);
  lua_xmove(L, thread, 1);
  auto seat = std::make_unique<Seat>(luaL_checkinteger(L, 2), thread);
  seat->image = check_tensor(L, 4).to(DType::float32);
  seat->label = static_cast<std::size_t>(luaL_checkinteger(L, 5));
  seat->threat = {norm_from(luaL_checkstring(L, 6)), luaL_checknumber(L, 7)};
  seat->budget = luaL_checkinteger(L, 8);
  seat->loss =
      luaL_checkstring(L, 9) == std::string_view("cross_entropy") ? Seat::Loss::cross_entropy : Seat::Loss::margin;
  cohort.add(std::move(seat));
  return 0;
}

/// cohort:ask() -> candidates, or nil when no attack asks any more
int ask(lua_State* L) {
  Tensor candidates = cohort_at(L).ask();
  if (candidates.empty()) return 0;
  push_tensor(L, std::move(candidates));
  return 1;
}

int tell(lua_State* L) {
  cohort_at(L).tell(to_tensor(L, 2, DType::float32, "a model's logits"));
  return 0;
}

const char* name_of(Seat::State state) {
  switch (state) {
    case Seat::State::succeeded:
      return "succeeded";
    case Seat::State::spent:
      return "spent";
    case Seat::State::failed:
      return "failed";
    default:
      return "returned";
  }
}

void push_finished(lua_State* L, const Seat& seat) {
  lua_createtable(L, 0, 5);
  lua_pushinteger(L, seat.id);
  lua_setfield(L, -2, "id");
  lua_pushstring(L, name_of(seat.state));
  lua_setfield(L, -2, "outcome");
  lua_pushinteger(L, seat.queries);
  lua_setfield(L, -2, "queries");
  if (seat.state == Seat::State::succeeded) {
    push_tensor(L, seat.adversarial);
    lua_setfield(L, -2, "adversarial");
  } else if (seat.state == Seat::State::failed) {
    lua_xmove(seat.state_of_lua, L, 1);
    lua_setfield(L, -2, "error");
  }
}

/// cohort:finished() -> a list of those that are over since the last call
int finished(lua_State* L) {
  const auto seats = cohort_at(L).take_finished();
  lua_createtable(L, static_cast<int>(seats.size()), 0);
  lua_getiuservalue(L, 1, threads_slot);
  for (std::size_t i = 0; i < seats.size(); ++i) {
    push_finished(L, *seats[i]);
    lua_rawseti(L, -3, static_cast<lua_Integer>(i + 1));
    lua_pushthread(seats[i]->state_of_lua);
    lua_xmove(seats[i]->state_of_lua, L, 1);
    lua_pushnil(L);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
  return 1;
}

int size(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(cohort_at(L).size()));
  return 1;
}

Seat& running_seat() {
  Seat* const seat = Cohort::running_seat();
  if (!seat) throw_error(ErrorKind::state, "a victim is asked only from within its attack");
  if (seat->cancelled) throw_error(ErrorKind::state, "the attack on this image is over");
  return *seat;
}

/// Asks for the candidates at index 2 and returns when their losses are in the seat.
Seat& ask_victim(lua_State* L, bool many) {
  Seat& seat = running_seat();
  Cohort& cohort = *Cohort::running_cohort();
  Tensor list;
  const Tensor* candidates = test_tensor(L, 2);
  if (!candidates) {
    list = to_tensor(L, 2, DType::float32, many ? "candidates" : "a candidate");
    candidates = &list;
  }
  const std::size_t count = many ? candidates->size() / cohort.image_size() : 1;
  if (count * cohort.image_size() != candidates->size() || count == 0)
    throw_error(ErrorKind::shape, "victim:{} takes {} of shape {}, got {}", many ? "query_all" : "query",
                many ? "candidates" : "a candidate", to_string(cohort.image_shape()), to_string(candidates->shape()));
  cohort.question(seat, *candidates, count);
  if (seat.cancelled) throw_error(ErrorKind::state, "the attack on this image is over");
  return seat;
}

/// victim:query(candidate) -> loss
int query(lua_State* L) {
  lua_pushnumber(L, ask_victim(L, false).values[0]);
  return 1;
}

/// victim:query_all(candidates) -> list of losses
int query_all(lua_State* L) {
  const Seat& seat = ask_victim(L, true);
  lua_createtable(L, static_cast<int>(seat.values.size()), 0);
  for (std::size_t i = 0; i < seat.values.size(); ++i) {
    lua_pushnumber(L, seat.values[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// victim:left() -> queries that the budget still allows
int left(lua_State* L) {
  const Seat& seat = running_seat();
  lua_pushinteger(L, seat.budget - seat.queries);
  return 1;
}

/// victim:logits() -> [n, classes], of the last question's candidates
int logits(lua_State* L) {
  const Seat& seat = running_seat();
  if (seat.queries == 0) throw_error(ErrorKind::state, "victim:logits() needs a query before it");
  push_tensor(L, Cohort::running_cohort()->logits_of(seat).clone());
  return 1;
}

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

/// distance(norm, a, b) -> |a − b| of two float32 tensors
int distance_function(lua_State* L) {
  const Tensor& a = check_tensor(L, 2);
  const Tensor& b = check_tensor(L, 3);
  lua_pushnumber(L, distance(norm_from(luaL_checkstring(L, 1)), a.as<float>(), b.as<float>()));
  return 1;
}

int open(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"start", native<start>},       {"ask", native<ask>},   {"tell", native<tell>},
                                  {"finished", native<finished>}, {"size", native<size>}, {nullptr, nullptr}};
  register_type<CohortPointer>(L, methods);
  constexpr luaL_Reg squares[] = {{"start", native<start_squares>},
                                  {"propose", native<propose_square>},
                                  {"accept", native<accept_square>},
                                  {nullptr, nullptr}};
  register_type<SquaresPointer>(L, squares);
  constexpr luaL_Reg victim[] = {{"query", native<query>},
                                 {"query_all", native<query_all>},
                                 {"left", native<left>},
                                 {"logits", native<logits>},
                                 {nullptr, nullptr}};
  luaL_newlib(L, victim);
  lua_newtable(L);
  lua_insert(L, -2);
  lua_setfield(L, -2, "victim");
  lua_pushcfunction(L, native<new_cohort>);
  lua_setfield(L, -2, "cohort");
  lua_pushcfunction(L, native<new_squares>);
  lua_setfield(L, -2, "squares");
  lua_pushcfunction(L, native<distance_function>);
  lua_setfield(L, -2, "distance");
  return 1;
}

}  // namespace

int open_native_attack(lua_State* L) { return native<open>(L); }

}  // namespace nilgrad::bindings
