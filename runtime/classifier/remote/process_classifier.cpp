#include "runtime/classifier/remote/process_classifier.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/remote/pixel_text.hpp"

namespace nilgrad {
namespace {

using Command = std::variant<std::string, std::vector<std::string>>;
using nlohmann::json;

constexpr const char* maker = "ng.model.process";
constexpr int longest_wait = 20;  // ms between looks at an interrupt
constexpr auto time_to_end = std::chrono::seconds(1);
constexpr std::size_t longest_answer = 1 << 16, longest_score = 64;  // bytes of a line, and more of it a score

std::string text_of(const Command& command) {
  const auto* list = std::get_if<std::vector<std::string>>(&command);
  return list ? fmt::format("{}", fmt::join(*list, " ")) : std::get<std::string>(command);
}

std::vector<std::string> words_of(const Command& command) {
  const auto* list = std::get_if<std::vector<std::string>>(&command);
  std::vector<std::string> words = list ? *list : std::vector<std::string>{"sh", "-c", std::get<std::string>(command)};
  for (const std::string& word : words)
    if (word.find('\0') != std::string::npos)
      throw_error(ErrorKind::option, "option 'command' of {} holds a byte 0, which no command can", maker);
  return words;
}

[[noreturn]] void garbled(const std::string& text) { throw WorkerFailure(WorkerFailure::Kind::garbled, text); }

/// The object that answers request `id`.
json object_in(const std::string& line, std::uint64_t id) {
  json answer = ScoreRows::parse(line);
  if (!answer.is_object()) garbled(fmt::format("answered with what is no object: {}", excerpt(line)));
  const auto given = answer.find("id");
  if (given == answer.end() || !given->is_number() || given->get<double>() != static_cast<double>(id))
    garbled(fmt::format("answered with {} to request {}: {}", given == answer.end() ? "no id" : "id " + given->dump(),
                        id, excerpt(line)));
  return answer;
}

}  // namespace

ProcessClassifier::ProcessClassifier(const Options& options, Warn warn)
    : RemoteClassifier(options.name.value_or(text_of(options.command)), options.input_shape,
                       ScoreRows(options.scores, static_cast<std::size_t>(options.classes), {}, "", "", maker), maker),
      options_(options),
      words_(words_of(options.command)),
      warn_(std::move(warn)) {}

ProcessClassifier::~ProcessClassifier() {
  for (Seat& seat : seats_)
    if (seat.worker) seat.worker->close_input();
  const auto limit = Worker::Clock::now() + time_to_end;
  const auto lives = [](const Seat& seat) { return seat.worker && !seat.worker->ended(); };
  while (std::any_of(seats_.begin(), seats_.end(), lives) && Worker::Clock::now() < limit) poll(nullptr, 0, 1);
}

std::string ProcessClassifier::to_string() const {
  return fmt::format("process classifier {}: {} to {} classes", name(), nilgrad::to_string(input_shape()),
                     rows().classes());
}

void ProcessClassifier::answer(const float* images, std::size_t count, float* scores, const StopToken& stop) {
  Request request{images, scores};
  const auto workers = static_cast<std::size_t>(options_.workers);
  const std::size_t at_a_time = std::min(static_cast<std::size_t>(options_.batch), (count + workers - 1) / workers);
  for (std::size_t first = 0; first < count; first += at_a_time)
    request.waiting.push_back({first, std::min(at_a_time, count - first)});
  try {
    run(request, stop);
  } catch (...) {
    seats_.clear();
    throw;
  }
}

void ProcessClassifier::run(Request& request, const StopToken& stop) {
  while (!request.waiting.empty() || request.busy > 0) {
    stop.check();
    hand_out(request);
    wait_and_read(request);
  }
}

void ProcessClassifier::hand_out(Request& request) {
  seats_.resize(static_cast<std::size_t>(options_.workers));
  for (Seat& seat : seats_) {
    if (request.waiting.empty()) return;
    if (seat.worker && seat.worker->busy()) continue;
    if (seat.worker && !seat.worker->ready()) {
      incidents_.last_error = "ended, or wrote something, between two requests" + seat.worker->end_of_errors();
      seat.worker.reset();
    }
    if (!seat.worker) {
      seat.worker = std::make_unique<Worker>(words_);
      if (std::exchange(seat.started, true)) ++incidents_.restarts;
    }
    give(request, seat);
  }
}

std::string ProcessClassifier::line_for(const Request& request, const Seat& seat) const {
  std::string line = fmt::format("{{\"id\":{},\"shape\":[{}],\"images\":[", seat.id,
                                 fmt::join(input_shape().begin(), input_shape().end(), ","));
  for (std::size_t i = 0; i < seat.task.count; ++i) {
    if (i > 0) line += ',';
    append_numbers(line, request.images + (seat.task.first + i) * input_size(), input_size());
  }
  return line + "]}\n";
}

void ProcessClassifier::give(Request& request, Seat& seat) {
  seat.task = request.waiting.front();
  request.waiting.pop_front();
  ++request.busy;
  seat.id = ++requests_;
  std::optional<double> seconds;
  if (options_.timeout) seconds = *options_.timeout + (seat.worker->has_answered() ? 0 : options_.startup);
  try {
    seat.worker->send(line_for(request, seat), seconds,
                      longest_answer + longest_score * seat.task.count * rows().classes());
  } catch (const WorkerFailure& failure) {
    give_up(request, seat, failure);
  }
}

void ProcessClassifier::wait_and_read(Request& request) {
  if (request.busy == 0) return;
  constexpr std::array<pollfd, 3> nothing{{{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  std::vector<pollfd> events;
  for (const Seat& seat : seats_) {
    const auto wanted = seat.worker ? seat.worker->waits_for() : nothing;
    events.insert(events.end(), wanted.begin(), wanted.end());
  }
  poll(events.data(), events.size(), longest_wait);
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    Seat& seat = seats_[i];
    if (!seat.worker) continue;
    try {
      if (const auto line = seat.worker->advance(&events[3 * i]))
        settle(request, seat, *line);
      else if (events[3 * i + 1].revents == 0)
        seat.worker->check_alive();
    } catch (const WorkerFailure& failure) {
      give_up(request, seat, failure);
    } catch (const AnswerFault& fault) {
      give_up(request, seat, WorkerFailure(WorkerFailure::Kind::garbled, fault.what()));
    }
  }
}

void ProcessClassifier::settle(Request& request, Seat& seat, const std::string& line) {
  const json answer = object_in(line, seat.id);
  const Task& task = seat.task;
  if (const auto error = answer.find("error"); error != answer.end() && !error->is_null())
    throw_error(ErrorKind::unavailable, "{} answered with an error to {} images: {}", name(), task.count,
                error->is_string() ? error->get<std::string>() : error->dump());
  const char* field = rows().scores() == "labels" ? "labels" : "scores";
  const auto found = answer.find(field);
  if (found == answer.end() || !found->is_array())
    garbled(fmt::format("answered without a list \"{}\": {}", field, excerpt(line)));
  if (found->size() != task.count)
    garbled(fmt::format("answered {} images with {} rows of {}", task.count, found->size(), field));
  for (std::size_t i = 0; i < task.count; ++i)
    rows().read((*found)[i], request.scores + (task.first + i) * rows().classes());
  incidents_.queries += static_cast<std::int64_t>(task.count);
  --request.busy;
}

void ProcessClassifier::give_up(Request& request, Seat& seat, const WorkerFailure& failure) {
  incidents_.last_error = failure.what() + seat.worker->end_of_errors();
  seat.worker.reset();
  --request.busy;
  Task task = seat.task;
  if (++task.failures > options_.retries)
    throw_error(ErrorKind::unavailable, "{} gave no scores for {} images, tried {}: a worker {}", name(), task.count,
                task.failures == 1 ? "once" : fmt::format("{} times", task.failures), incidents_.last_error);
  if (!std::exchange(warned_, true))
    warn_(fmt::format("a worker of '{}' {}\n  its images are tried again; the next failures are not shown", name(),
                      incidents_.last_error));
  ++incidents_.retries;
  request.waiting.push_front(task);
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(model, process) {
  using Options = nilgrad::ProcessClassifier::Options;
  return Described<Options>("model", "process", "a classifier that is a program answering JSON lines")
      .signature("ng.model.process { command = …, input_shape = …, classes = … } -> remote_classifier")
      .option("command", &Options::command, "the program and its arguments; a string alone is run by sh -c",
              {.required = true})
      .option("input_shape", &Options::input_shape, "of an image, such as { 3, 224, 224 }",
              {.low = 1, .required = true})
      .option("classes", &Options::classes, "how many scores an image has", {.low = 2, .high = 1e6, .required = true})
      .option("scores", &Options::scores, "what they are; of labels, the answer is one class an image",
              {.choices = {"logits", "probabilities", "labels"}})
      .option("workers", &Options::workers, "how many run at once; the scores do not depend on it",
              {.low = 1, .high = 1024, .unit = "processes"})
      .option("batch", &Options::batch, "most images in a request; fewer where that keeps all workers busy",
              {.low = 1, .high = 65536, .unit = "images"})
      .option("timeout", &Options::timeout, "most time of an answer; then the worker is killed",
              {.low = 0, .high = 1e9, .above_low = true, .unit = "s", .default_text = "none"})
      .option("startup", &Options::startup, "what the timeout is longer by until a worker's first answer",
              {.low = 0, .high = 1e9, .unit = "s"})
      .option("retries", &Options::retries, "how often images are tried again after their worker failed; then an error",
              {.low = 0, .high = 1000})
      .option("name", &Options::name, "what reports call it", {.default_text = "the command"})
      .formula(
          "a request is {\"id\":7,\"shape\":[1,2,2],\"images\":[[0.0,0.5,1.0,0.25],…]}, its answer\n"
          "{\"id\":7,\"scores\":[[1.5,-2.0],…]} or, of labels, {\"id\":7,\"labels\":[0,…]}. "
          "docs/classifiers.md\n"
          "tells all, scripts/process/brightness.py is a worker to start from")
      .cost("1 query an image; retries are not counted")
      .memory("a line of text for each worker, about 12 bytes a pixel of its images")
      .example(
          "local model = ng.model.process { command = { \"python3\", \"scripts/process/brightness.py\" },\n"
          "  input_shape = { 1, 2, 2 }, classes = 2 }\n"
          "return model:predict { { 0, 0.25, 0.5, 1 }, { 0, 0, 0, 0 } }");
}
