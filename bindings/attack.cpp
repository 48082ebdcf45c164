#include <array>

#include "bindings/cohort.hpp"
#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"

// The cohort and the victim's questions as Lua sees them: the module "nilgrad.native.attack", for the use of
// stdlib/nilgrad/attack/run alone, which checks what users give.
namespace nilgrad::bindings {

using CohortPointer = std::unique_ptr<Cohort>;

template <>
struct TypeName<CohortPointer> {
  static constexpr const char* value = "nilgrad.cohort";
};

namespace {

constexpr int threads_slot = 1;  // the user value that keeps the attacks' Lua threads

Cohort& cohort_at(lua_State* L) { return *check<CohortPointer>(L, 1); }

/// cohort(image_shape, journal's path or nil, its header)
int new_cohort(lua_State* L) {
  auto cohort = std::make_unique<Cohort>(to_shape(L, 1));
  if (!lua_isnoneornil(L, 2))
    cohort->set_journal(std::make_unique<AttackJournal>(luaL_checkstring(L, 2), luaL_checkstring(L, 3)));
  push<CohortPointer>(L, std::move(cohort), 1);
  lua_newtable(L);
  lua_setiuservalue(L, -2, threads_slot);
  return 1;
}

/// Fields of the table on top of the stack.
lua_Integer integer_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const lua_Integer value = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  return value;
}

bool flag_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const bool value = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return value;
}

std::string text_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  std::string value = luaL_checkstring(L, -1);
  lua_pop(L, 1);
  return value;
}

Question question_of(lua_State* L) {
  Question question;
  question.label = static_cast<std::size_t>(integer_field(L, "label"));
  question.loss = loss_from(text_field(L, "loss"));
  question.access = access_from(text_field(L, "access"));
  if (question.access == Question::Access::top_k) question.top_k = static_cast<std::size_t>(integer_field(L, "top_k"));
  if (lua_getfield(L, -1, "target") != LUA_TNIL) question.target = static_cast<std::size_t>(luaL_checkinteger(L, -1));
  lua_pop(L, 1);
  return question;
}

Reached::Keep keep_of(lua_State* L) {
  if (!flag_field(L, "to_the_end")) return Reached::Keep::first;
  return flag_field(L, "minimizes_distance") ? Reached::Keep::nearest : Reached::Keep::least_loss;
}

Reached reached_of(lua_State* L) {
  std::vector<double> eps;
  lua_getfield(L, -1, "eps");
  for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; ++i, lua_pop(L, 1)) eps.push_back(luaL_checknumber(L, -1));
  lua_pop(L, 2);
  lua_getfield(L, -1, "image");
  const Tensor image = check_tensor(L, -1).to(DType::float32);
  lua_pop(L, 1);
  return {image, norm_from(text_field(L, "norm")), std::move(eps), keep_of(L)};
}

/// cohort:start(id, body, { image, label, target, norm, eps = { … }, budget, loss, access, top_k, minimizes_distance,
/// to_the_end, reads_scores })
int start(lua_State* L) {
  Cohort& cohort = cohort_at(L);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  luaL_checktype(L, 4, LUA_TTABLE);
  lua_State* thread = lua_newthread(L);
  lua_getiuservalue(L, 1, threads_slot);
  lua_pushvalue(L, -2);
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pushvalue(L, 3);
  lua_xmove(L, thread, 1);
  lua_settop(L, 4);
  auto seat = std::make_unique<Seat>(luaL_checkinteger(L, 2), thread);
  seat->question = question_of(L);
  seat->reached = reached_of(L);
  seat->budget = integer_field(L, "budget");
  seat->to_the_end = flag_field(L, "to_the_end");
  seat->reads_scores = flag_field(L, "reads_scores");
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

/// cohort:tell(scores), or (scores, id) of one attack's candidates
int tell(lua_State* L) {
  const Tensor scores = to_tensor(L, 2, DType::float32, "a model's scores");
  lua_isnoneornil(L, 3) ? cohort_at(L).tell(scores) : cohort_at(L).tell(luaL_checkinteger(L, 3), scores);
  return 0;
}

/// cohort:give_up(id): its candidates get no answer
int give_up(lua_State* L) {
  cohort_at(L).give_up(luaL_checkinteger(L, 2));
  return 0;
}

/// cohort:questions() -> a list of { id, first row, last row } of the candidates
int questions(lua_State* L) {
  lua_newtable(L);
  cohort_at(L).each_question([&](const Seat& seat) {
    lua_createtable(L, 3, 0);
    const std::array<lua_Integer, 3> fields{seat.id, static_cast<lua_Integer>(seat.first_row) + 1,
                                            static_cast<lua_Integer>(seat.first_row + seat.rows)};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      lua_pushinteger(L, fields[i]);
      lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
    }
    lua_rawseti(L, -2, static_cast<lua_Integer>(lua_rawlen(L, -2)) + 1);
  });
  return 1;
}

const char* name_of(Seat::State state) {
  switch (state) {
    case Seat::State::succeeded:
      return "succeeded";
    case Seat::State::spent:
      return "spent";
    case Seat::State::failed:
      return "failed";
    case Seat::State::unanswered:
      return "unanswered";
    default:
      return "returned";
  }
}

void set_integer(lua_State* L, const char* name, std::int64_t value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

void set_number(lua_State* L, const char* name, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

void push_levels(lua_State* L, const Reached& reached) {
  lua_newtable(L);
  for (const Reached::Level& level : reached.levels()) {
    lua_newtable(L);
    if (level.queries > 0) {
      set_integer(L, "queries", level.queries);
      push_tensor(L, level.adversarial);
      lua_setfield(L, -2, "adversarial");
    }
    lua_rawseti(L, -2, static_cast<lua_Integer>(lua_rawlen(L, -2)) + 1);
  }
}

void push_path(lua_State* L, const Reached& reached) {
  lua_newtable(L);
  for (const auto& [queries, distance] : reached.path()) {
    lua_newtable(L);
    set_integer(L, "queries", queries);
    set_number(L, "distance", distance);
    lua_rawseti(L, -2, static_cast<lua_Integer>(lua_rawlen(L, -2)) + 1);
  }
}

void push_finished(lua_State* L, const Seat& seat) {
  lua_createtable(L, 0, 8);
  set_integer(L, "id", seat.id);
  lua_pushstring(L, name_of(seat.state));
  lua_setfield(L, -2, "outcome");
  set_integer(L, "queries", seat.queries);
  set_integer(L, "not_finite", seat.not_finite);
  set_integer(L, "answered", seat.answered);
  push_levels(L, seat.reached);
  lua_setfield(L, -2, "levels");
  push_path(L, seat.reached);
  lua_setfield(L, -2, "path");
  if (seat.state != Seat::State::failed) return;
  lua_xmove(seat.state_of_lua, L, 1);
  lua_setfield(L, -2, "error");
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
  lua_pushnumber(L, ask_victim(L, false).answers[0].loss);
  return 1;
}

/// victim:query_all(candidates) -> list of losses
int query_all(lua_State* L) {
  const Seat& seat = ask_victim(L, true);
  lua_createtable(L, static_cast<int>(seat.answers.size()), 0);
  for (std::size_t i = 0; i < seat.answers.size(); ++i) {
    lua_pushnumber(L, seat.answers[i].loss);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// victim:fools(candidate) -> boolean
int fools(lua_State* L) {
  lua_pushboolean(L, ask_victim(L, false).answers[0].fooled);
  return 1;
}

/// victim:fools_all(candidates) -> list of booleans
int fools_all(lua_State* L) {
  const Seat& seat = ask_victim(L, true);
  lua_createtable(L, static_cast<int>(seat.answers.size()), 0);
  for (std::size_t i = 0; i < seat.answers.size(); ++i) {
    lua_pushboolean(L, seat.answers[i].fooled);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

/// victim:closest() -> image, distance; nil when nothing fooled the model yet
int closest(lua_State* L) {
  const Reached& reached = running_seat().reached;
  if (reached.closest().empty()) return 0;
  push_tensor(L, reached.closest().clone());
  lua_pushnumber(L, reached.distance());
  return 2;
}

/// victim:left() -> queries that the budget still allows
int left(lua_State* L) {
  const Seat& seat = running_seat();
  lua_pushinteger(L, seat.budget - seat.queries);
  return 1;
}

/// victim:logits() -> [n, classes], of the last question's candidates, as far as the attack may see them
int logits(lua_State* L) {
  const Seat& seat = running_seat();
  if (seat.queries == 0) throw_error(ErrorKind::state, "victim:logits() needs a query before it");
  push_tensor(L, Cohort::running_cohort()->scores_of(seat));
  return 1;
}

int open(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"start", native<start>},     {"ask", native<ask>},
                                  {"tell", native<tell>},       {"finished", native<finished>},
                                  {"size", native<size>},       {"questions", native<questions>},
                                  {"give_up", native<give_up>}, {nullptr, nullptr}};
  register_type<CohortPointer>(L, methods);
  constexpr luaL_Reg victim[] = {{"query", native<query>},     {"query_all", native<query_all>},
                                 {"fools", native<fools>},     {"fools_all", native<fools_all>},
                                 {"closest", native<closest>}, {"left", native<left>},
                                 {"logits", native<logits>},   {nullptr, nullptr}};
  luaL_newlib(L, victim);
  lua_newtable(L);
  lua_insert(L, -2);
  lua_setfield(L, -2, "victim");
  lua_pushcfunction(L, native<new_cohort>);
  lua_setfield(L, -2, "cohort");
  open_attack_driver(L);
  open_attack_squares(L);
  open_attack_warp(L);
  open_attack_waves(L);
  return 1;
}

}  // namespace

int open_native_attack(lua_State* L) { return native<open>(L); }

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, victim) {
  return Described<NoOptions>(
             "object", "victim",
             "what an attack written in Lua is handed: an image, its task, and the model behind questions")
      .member("victim:query(candidate: tensor) -> number",
              "its loss, which is < 0 exactly where the model is fooled; with labels alone −1 or 1: 1 query")
      .member("victim:query_all(candidates: tensor[]) -> number[]", "their losses: as many queries")
      .member("victim:fools(candidate: tensor) -> boolean", "whether the model is fooled, whatever it shows: 1 query")
      .member("victim:fools_all(candidates: tensor[]) -> boolean[]", "the same of several: as many queries")
      .member("victim:logits() -> tensor",
              "[n, classes], of the last question's candidates: logits or log-probabilities, −inf for what top_k hides")
      .member("victim:closest() -> tensor?, number?",
              "the nearest image that fooled the model so far, and its distance; nil when there is none")
      .member("victim:left() -> integer", "queries that the budget still allows")
      .member("victim.image: tensor", "float32, pixels in [0, 1]")
      .member("victim.label: integer", "its true class, from 0")
      .member("victim.target: integer?", "the class to reach, or nil")
      .member("victim.norm: string", "'linf', 'l2', 'l1' or 'l0'")
      .member("victim.eps: number", "the radius")
      .member("victim.budget: integer", "queries allowed in all")
      .member("victim.seed: integer", "the run's; stream is the image's own")
      .member("victim.stream: integer", "the image's own, for ng.start")
      .member("victim.random: random", "of this image")
      .member("victim.access: string", "what the model shows: \"logits\", \"probabilities\", \"top_k\" or \"labels\"")
      .member("victim.start: tensor?",
              "of a targeted attack: an image that the model puts into the target class, or nil")
      .example(
          "local walk = ng.attack.method { name = \"walk_in_help\", summary = \"a walk at random\", example = \"return "
          "1\", attack = function(victim)\n"
          "  local x, best = victim.image, victim:query(victim.image)\n"
          "  while victim:left() > 3 and not victim:fools(x) do\n"
          "    local steps = {}\n"
          "    for i = 1, 2 do steps[i] = (x + victim.random:normal(x.shape, \"float32\"):mul_(victim.eps)):clamp_(0, "
          "1) end\n"
          "    local losses = victim:query_all(steps)\n"
          "    for i, loss in ipairs(losses) do if loss < best then x, best = steps[i], loss end end\n"
          "  end\n"
          "  print(victim:logits().shape[1], victim:closest() ~= nil, victim:left() > 1 and victim:fools_all { x "
          "}[1])\n"
          "end }\n"
          "return ng.attack.run { model = function(images) return images:reshape { #images, 2 } end, eps = 0.1, budget "
          "= 40,\n"
          "  data = { { image = { 0.5, 0.51 }, label = 1 } }, method = walk(), stop = \"budget\", progress = false "
          "}.success");
}
