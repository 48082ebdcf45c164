#pragma once
#include <lua.hpp>

#include <memory>
#include <vector>

#include "bindings/running.hpp"
#include "runtime/algorithm/fiber.hpp"
#include "runtime/attack/attack_journal.hpp"
#include "runtime/attack/question.hpp"
#include "runtime/attack/reached.hpp"
#include "runtime/tensor/tensor.hpp"

// Attacks on many images, advanced together. Each is a Lua function that is written for one image and runs on a fiber;
// victim:query(candidate) leaves it there until its score is known. The cohort gathers the candidates of all into one
// batch, is told the batch's scores, counts queries, keeps budgets and sees when an attack has succeeded. Lua decides
// whom to attack and what runs the model (stdlib/nilgrad/attack/run).
namespace nilgrad::bindings {

/// One image under attack.
struct Seat {
  enum class State { asking, succeeded, spent, returned, failed, unanswered };

  Seat(lua_Integer seat_id, lua_State* coroutine);

  lua_Integer id;
  lua_State* state_of_lua;
  Question question;
  Reached reached;
  bool to_the_end = false;    // it goes on after a success, for all of its budget
  bool reads_scores = false;  // the journal keeps all scores of a candidate, not its loss alone
  std::int64_t budget = 0, queries = 0, not_finite = 0;
  std::int64_t answered = 0;  // with those behind the query that ended it

  State state = State::asking;
  std::size_t first_row = 0, rows = 0;          // of the batch
  std::vector<Question::Answer> answers;        // to those rows
  Tensor scores;                                // of those rows, where it reads them
  std::vector<AttackJournal::Record> recorded;  // answers of an earlier run, the next one last

  bool running = false;    // its fiber is the one that runs, or waits for one that it runs
  bool cancelled = false;  // it may ask nothing any more
  Fiber fiber;
  RunningFiber states;
};

class Cohort {
 public:
  explicit Cohort(const Shape& image_shape) : shape_(image_shape), size_(element_count(image_shape)) {}
  /// What was answered is written to the journal, and seats begin with what it holds of them.
  void set_journal(std::unique_ptr<AttackJournal> journal) { journal_ = std::move(journal); }
  ~Cohort();
  Cohort(const Cohort&) = delete;
  Cohort& operator=(const Cohort&) = delete;

  void add(std::unique_ptr<Seat> seat);
  /// Lets every attack run to its next question. Returns their candidates, [n, image…], which hold until the next call;
  /// empty when no attack asks any more.
  Tensor ask();
  /// The scores [n, classes] of those candidates: logits, log-probabilities, or ones and zeros for labels. Throws
  /// Error(shape) when they are not; Error(file) when the journal cannot be written.
  void tell(const Tensor& scores);
  /// The same for one attack's candidates, where not all could be answered; an attack whose were not is over.
  void tell(lua_Integer id, const Tensor& scores);
  void give_up(lua_Integer id);
  /// f(seat) for each attack that waits for answers.
  template <class F>
  void each_question(const F& f) const {
    for (const auto& seat : seats_)
      if (seat->state == Seat::State::asking) f(*seat);
  }
  /// Those attacks that are over, each once, their fibers ended.
  std::vector<std::unique_ptr<Seat>> take_finished();
  std::size_t size() const noexcept { return seats_.size(); }

  /// From within an attack's fiber: asks for candidates (as many as the budget allows of `count`), each of image size,
  /// and returns when their answers are in the seat.
  void question(Seat& seat, const Tensor& candidates, std::size_t count);
  /// What the last question's rows were given, as far as the attack may see it. Throws Error(state) where that is
  /// nothing, or where the journal was not told to keep it.
  Tensor scores_of(const Seat& seat) const;

  std::size_t image_size() const noexcept { return size_; }
  const Shape& image_shape() const noexcept { return shape_; }
  static Seat* running_seat() noexcept;
  static Cohort* running_cohort() noexcept;

 private:
  void resume(Seat& seat);
  void cancel(Seat& seat);
  static void require_scores(const Tensor& scores, std::size_t rows);
  Seat& asking_seat(lua_Integer id) const;
  void judge(Seat& seat, const Tensor& scores);
  void take_recorded(Seat& seat);
  void close_question(Seat& seat, std::span<const float> rows) const;
  void close_counted(Seat& seat);
  float* reserve_rows(std::size_t count);
  std::span<const float> rows_of(const Seat& seat) const;

  Shape shape_;
  std::size_t size_;
  std::vector<std::unique_ptr<Seat>> seats_;
  Tensor batch_;          // room for candidates
  std::size_t rows_ = 0;  // of it in use
  Tensor scores_;
  std::unique_ptr<AttackJournal> journal_;
};

}  // namespace nilgrad::bindings
