#pragma once
#include <lua.hpp>

#include <memory>
#include <vector>

#include "bindings/running.hpp"
#include "runtime/algorithm/fiber.hpp"
#include "runtime/attack/threat.hpp"
#include "runtime/tensor/tensor.hpp"

// Attacks on many images, advanced together. Each is a Lua function that is written for one image and runs on a fiber;
// victim:query(candidate) leaves it there until its score is known. The cohort gathers the candidates of all into one
// batch, is told the batch's logits, counts queries, keeps budgets and sees when an attack has succeeded. Lua decides
// whom to attack and what runs the model (stdlib/nilgrad/attack/run).
namespace nilgrad::bindings {

/// One image under attack.
struct Seat {
  enum class State { asking, succeeded, spent, returned, failed };
  enum class Loss { margin, cross_entropy };

  Seat(lua_Integer seat_id, lua_State* coroutine);

  lua_Integer id;
  lua_State* state_of_lua;
  Tensor image;  // float32
  std::size_t label = 0;
  Threat threat;
  std::int64_t budget = 0, queries = 0;
  Loss loss = Loss::margin;

  State state = State::asking;
  std::size_t first_row = 0, rows = 0;  // of the batch
  std::vector<double> values;           // the losses of those rows
  Tensor adversarial;                   // of an attack that succeeded

  bool running = false;    // its fiber is the one that runs, or waits for one that it runs
  bool cancelled = false;  // it may ask nothing any more
  Fiber fiber;
  RunningFiber states;
};

class Cohort {
 public:
  explicit Cohort(const Shape& image_shape) : shape_(image_shape), size_(element_count(image_shape)) {}
  ~Cohort();
  Cohort(const Cohort&) = delete;
  Cohort& operator=(const Cohort&) = delete;

  void add(std::unique_ptr<Seat> seat) { seats_.push_back(std::move(seat)); }
  /// Lets every attack run to its next question. Returns their candidates, [n, image…], which hold until the next call;
  /// empty when no attack asks any more.
  Tensor ask();
  /// The logits [n, classes] of those candidates. Throws Error(shape) when they are not.
  void tell(const Tensor& logits);
  /// Those attacks that are over, each once, their fibers ended.
  std::vector<std::unique_ptr<Seat>> take_finished();
  std::size_t size() const noexcept { return seats_.size(); }

  /// From within an attack's fiber: asks for candidates (as many as the budget allows of `count`), each of image size,
  /// and returns when their losses are in seat.values.
  void question(Seat& seat, const Tensor& candidates, std::size_t count);
  /// The logits of the last question's rows.
  Tensor logits_of(const Seat& seat) const { return logits_.rows(seat.first_row, seat.rows); }

  std::size_t image_size() const noexcept { return size_; }
  const Shape& image_shape() const noexcept { return shape_; }
  static Seat* running_seat() noexcept;
  static Cohort* running_cohort() noexcept;

 private:
  void resume(Seat& seat);
  void cancel(Seat& seat);
  void judge(Seat& seat);
  float* reserve_rows(std::size_t count);

  Shape shape_;
  std::size_t size_;
  std::vector<std::unique_ptr<Seat>> seats_;
  Tensor batch_;          // room for candidates
  std::size_t rows_ = 0;  // of it in use
  Tensor logits_;
};

}  // namespace nilgrad::bindings
