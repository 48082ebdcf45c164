#include "bindings/cohort.hpp"

#include <algorithm>
#include <utility>

#include "bindings/native.hpp"
#include "runtime/evaluation_count.hpp"

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

void Cohort::add(std::unique_ptr<Seat> seat) {
  if (journal_) seat->recorded = journal_->take(seat->id);
  seats_.push_back(std::move(seat));
}

std::span<const float> Cohort::rows_of(const Seat& seat) const {
  return std::span<const float>(batch_.as<float>()).subspan(seat.first_row * size_, seat.rows * size_);
}

void Cohort::question(Seat& seat, const Tensor& candidates, std::size_t count) {
  seat.rows =
      static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(count), seat.budget - seat.queries));
  seat.first_row = rows_;
  seat.scores = Tensor();
  float* const to = reserve_rows(seat.rows);
  candidates.visit([&](auto from) { std::copy_n(from.data(), seat.rows * size_, to); });
  if (!seat.recorded.empty()) take_recorded(seat);
  if (seat.state != Seat::State::asking || rows_ > seat.first_row) seat.fiber.suspend();
}

/// The question is answered by what was recorded, and leaves the batch.
void Cohort::take_recorded(Seat& seat) {
  AttackJournal::Record record = std::move(seat.recorded.back());
  seat.recorded.pop_back();
  if (record.answers.size() != seat.rows)
    throw_error(
        ErrorKind::file,
        "the journal has {} answers where this attack asks {} questions: the method, the model's class count or "
        "the program is another than when it was written",
        record.answers.size(), seat.rows);
  seat.answers = std::move(record.answers);
  seat.scores = std::move(record.scores);
  close_question(seat, rows_of(seat));
  rows_ = seat.first_row;
}

/// What the answers mean: queries are counted up to the one that ends the attack.
void Cohort::close_question(Seat& seat, std::span<const float> rows) const {
  seat.answered += static_cast<std::int64_t>(seat.rows);
  for (std::size_t row = 0; row < seat.rows; ++row) {
    const Question::Answer& answer = seat.answers[row];
    ++seat.queries;
    if (!answer.finite) ++seat.not_finite;
    seat.reached.add(seat.queries, rows.subspan(row * size_, size_), answer);
    if (!seat.to_the_end && seat.reached.all()) {
      seat.state = Seat::State::succeeded;
      return;
    }
  }
  if (seat.queries == seat.budget) seat.state = seat.reached.all() ? Seat::State::succeeded : Seat::State::spent;
}

void Cohort::judge(Seat& seat, const Tensor& scores) {
  seat.answers.clear();
  for (std::size_t row = 0; row < seat.rows; ++row)
    seat.answers.push_back(seat.question.answer(scores.row(row).as<float>()));
  if (journal_) journal_->add(seat.id, {seat.answers, seat.reads_scores ? scores : Tensor()});
}

void Cohort::require_scores(const Tensor& scores, std::size_t rows) {
  const Shape& shape = scores.shape();
  if (shape.size() != 2 || shape[0] != static_cast<std::int64_t>(rows) || shape[1] < 2)
    throw_error(ErrorKind::shape, "a model must return scores [{}, classes] for {} images, not {}", rows, rows,
                to_string(shape));
}

void Cohort::tell(const Tensor& scores) {
  require_scores(scores, rows_);
  scores_ = scores.to(DType::float32);
  each_question([&](Seat& seat) { judge(seat, scores_.rows(seat.first_row, seat.rows)); });
  if (journal_) journal_->write();
  each_question([&](Seat& seat) { close_counted(seat); });
}

void Cohort::close_counted(Seat& seat) {
  const std::int64_t before = seat.queries;
  close_question(seat, rows_of(seat));
  Evaluating().made(static_cast<std::size_t>(seat.queries - before));
}

Seat& Cohort::asking_seat(lua_Integer id) const {
  const auto found = std::find_if(seats_.begin(), seats_.end(), [&](const auto& seat) { return seat->id == id; });
  if (found == seats_.end() || (*found)->state != Seat::State::asking)
    throw_error(ErrorKind::state, "attack {} waits for no answer", id);
  return **found;
}

void Cohort::tell(lua_Integer id, const Tensor& scores) {
  Seat& seat = asking_seat(id);
  require_scores(scores, seat.rows);
  seat.scores = scores.to(DType::float32);
  judge(seat, seat.scores);
  if (journal_) journal_->write();
  close_counted(seat);
}

void Cohort::give_up(lua_Integer id) { asking_seat(id).state = Seat::State::unanswered; }

Tensor Cohort::scores_of(const Seat& seat) const {
  if (journal_ && !seat.reads_scores)
    throw_error(ErrorKind::state,
                "victim:logits() is not kept in journals unless the method says reads_scores = true of itself");
  const Tensor all = seat.scores.empty() ? scores_.rows(seat.first_row, seat.rows) : seat.scores;
  Tensor shown = Tensor::uninitialized(all.shape(), DType::float32);
  for (std::size_t row = 0; row < seat.rows; ++row)
    seat.question.show(all.row(row).as<float>(), shown.row(row).as<float>());
  return shown;
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
