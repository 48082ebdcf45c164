#include "bindings/cohort.hpp"

#include <algorithm>
#include <utility>

#include "bindings/native.hpp"
#include "runtime/classifier/margin.hpp"

namespace nilgrad::bindings {
namespace {

struct Current {
  Cohort* cohort = nullptr;
  Seat* seat = nullptr;
};
Current current;  // the attack whose fiber runs; Lua runs on one thread

/// A cancelled attack is told so at every question. This ends one that catches that error and asks on and on.
void raise_cancelled(lua_State* L, lua_Debug*) { luaL_error(L, "the attack on this image is over"); }
constexpr int instructions_after_cancel = 10000;

}  // namespace

Seat::Seat(lua_Integer seat_id, lua_State* coroutine)
    : id(seat_id),
      state_of_lua(coroutine),
      fiber([this] { state = lua_pcall(state_of_lua, 0, 0, 0) == LUA_OK ? State::returned : State::failed; }),
      states(coroutine) {}

Seat* Cohort::running_seat() noexcept { return current.seat; }
Cohort* Cohort::running_cohort() noexcept { return current.cohort; }

Cohort::~Cohort() {
  for (const auto& seat : seats_) cancel(*seat);
}

void Cohort::resume(Seat& seat) {
  const Current outer = std::exchange(current, {this, &seat});
  seat.running = true;
  seat.states.enter();
  seat.fiber.resume();
  seat.states.leave();
  seat.running = false;
  current = outer;
}

void Cohort::cancel(Seat& seat) {
  // A running one is not waiting for an answer: the whole program is being closed from within it.
  if (!seat.fiber.begun() || seat.fiber.ended() || seat.running) return;
  const Seat::State state = seat.state;
  seat.cancelled = true;
  lua_sethook(seat.state_of_lua, raise_cancelled, LUA_MASKCOUNT, instructions_after_cancel);
  resume(seat);
  seat.state = state;
}

Tensor Cohort::ask() {
  rows_ = 0;
  bool any = false;
  for (const auto& seat : seats_)
    if (seat->state == Seat::State::asking) {
      resume(*seat);
      any = any || seat->state == Seat::State::asking;
    }
  return any ? batch_.rows(0, rows_) : Tensor();
}

float* Cohort::reserve_rows(std::size_t count) {
  const std::size_t room = batch_.empty() ? 0 : static_cast<std::size_t>(batch_.shape()[0]);
  if (rows_ + count > room) {
    Shape shape = shape_;
    shape.insert(shape.begin(), static_cast<std::int64_t>(std::max({rows_ + count, 2 * room, seats_.size()})));
    const Tensor larger = Tensor::uninitialized(shape, DType::float32);
    if (rows_ > 0) std::copy_n(batch_.as<float>().data(), rows_ * size_, larger.as<float>().data());
    batch_ = larger;
  }
  float* const row = batch_.as<float>().data() + rows_ * size_;
  rows_ += count;
  return row;
}

void Cohort::question(Seat& seat, const Tensor& candidates, std::size_t count) {
  seat.rows =
      static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(count), seat.budget - seat.queries));
  seat.first_row = rows_;
  float* const to = reserve_rows(seat.rows);
  candidates.visit([&](auto from) { std::copy_n(from.data(), seat.rows * size_, to); });
  seat.fiber.suspend();
}

void Cohort::judge(Seat& seat) {
  const auto classes = static_cast<std::size_t>(logits_.shape()[1]);
  const std::span<const float> image = seat.image.as<float>(), batch = batch_.as<float>(), all = logits_.as<float>();
  seat.values.clear();
  for (std::size_t row = seat.first_row; row < seat.first_row + seat.rows; ++row) {
    ++seat.queries;
    const auto logits = all.subspan(row * classes, classes);
    const double loss = margin(logits, seat.label);
    if (loss < 0 && seat.threat.allows(image, batch.subspan(row * size_, size_))) {
      seat.adversarial = batch_.row(row).clone();
      seat.state = Seat::State::succeeded;
      return;
    }
    seat.values.push_back(seat.loss == Seat::Loss::margin ? loss : -cross_entropy(logits, seat.label));
  }
  if (seat.queries == seat.budget) seat.state = Seat::State::spent;
}

void Cohort::tell(const Tensor& logits) {
  const Shape& shape = logits.shape();
  if (shape.size() != 2 || shape[0] != static_cast<std::int64_t>(rows_) || shape[1] < 2)
    throw_error(ErrorKind::shape, "a model must return logits [{}, classes] for {} images, not {}", rows_, rows_,
                to_string(shape));
  logits_ = logits.to(DType::float32);
  for (const auto& seat : seats_)
    if (seat->state == Seat::State::asking) judge(*seat);
}

std::vector<std::unique_ptr<Seat>> Cohort::take_finished() {
  const auto finished = std::stable_partition(seats_.begin(), seats_.end(),
                                              [](const auto& seat) { return seat->state == Seat::State::asking; });
  std::vector<std::unique_ptr<Seat>> taken(std::make_move_iterator(finished), std::make_move_iterator(seats_.end()));
  seats_.erase(finished, seats_.end());
  for (const auto& seat : taken) cancel(*seat);
  return taken;
}

}  // namespace nilgrad::bindings
