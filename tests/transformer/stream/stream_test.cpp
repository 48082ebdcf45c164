#include <catch2/catch.hpp>
#include <map>

#include "runtime/optimizer/journaled_run.hpp"
#include "tests/threads_scope.hpp"
#include "tests/transformer/stream/streaming.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::shared_ptr<Model> in_memory(DType dtype) {
  return std::make_shared<Model>(random_checkpoint(tiny_config(), dtype, 7));
}

std::shared_ptr<Model> on_file(DType dtype, const std::filesystem::path& path, bool sync = false) {
  return random_streamed(tiny_config(), dtype, 7, {path, sync});
}

std::string message_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// The first steps of a run that a journal keeps.
void begin_journaled(const std::filesystem::path& journal, const std::shared_ptr<Model>& model, const Recipe& recipe,
                     std::int64_t steps) {
  const auto objective = objective_on(model);
  objective->begins();
  RunRecord record = record_of(recipe);
  record.x0 = PointRecord::of_sample(objective->start());
  record.objective = ObjectiveRecord::of(*objective);
  const auto run = record.start(objective->start(), [] { return 0.0; });
  run->record_in(Journal::create(journal, record.to_json(), 0));
  for (std::int64_t step = 0; step < steps; ++step) run->answer(*objective, StopToken());
}

/// The rest of it, and the weights at the end.
std::string resume_journaled(const std::filesystem::path& journal, const std::shared_ptr<Model>& model) {
  const auto objective = objective_on(model);
  JournaledRun journaled(journal, 0);
  journaled.record().objective->check(*objective);
  const auto run = journaled.resume(objective->start(), [] { return 0.0; });
  minimize(*run, *objective, StopToken());
  CHECK(run->result().steps == 10);
  return bytes_of(*model);
}

}  // namespace

TEST_CASE("ten steps on a working file give the losses and weights of ten in memory, to the bit, on any threads",
          "[transformer][stream][threads]") {
  for (const DType dtype : {DType::float32, DType::bfloat16})
    for (const char* perturbation : {"gaussian", "rademacher"}) {
      const std::string expected = train(in_memory(dtype), {perturbation});
      CHECK(expected != train(in_memory(dtype), {perturbation, "sgd", 9}));
      for (const int count : {1, 2, 8}) {
        INFO(name_of(dtype) << " " << perturbation << ", " << count << " threads");
        const ThreadsScope threads(count);
        const TemporaryFolder folder;
        CHECK(train(on_file(dtype, folder.path() / "work"), {perturbation}) == expected);
      }
    }
}

TEST_CASE("checkpoints of every family train on a working file as in memory and keep their own bytes",
          "[transformer][stream]") {
  for (const char* source : {"opt/pre_ln", "opt/bf16", "opt/post_ln_350m", "opt/bin_views", "llama/llama3_rope",
                             "llama/qwen2", "opt/lm_head_explicit"}) {
    INFO(source);
    const TemporaryFolder folder;
    std::filesystem::copy("tests/data/transformers/" + std::string(source), folder.path() / "source");
    const auto all = [&] {
      std::map<std::filesystem::path, std::string> files;
      for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "source"))
        files[entry.path()] = bytes_of(entry.path());
      return files;
    };
    const auto files = all();
    const std::string expected = train(Model::load(folder.path() / "source"), {});
    CHECK(train(load_streamed(folder.path() / "source", {folder.path() / "work", true}), {}) == expected);
    CHECK(all() == files);
  }
}

TEST_CASE("steps that are more than scalars and keys go over a working file at once, and are those in memory",
          "[transformer][stream]") {
  for (const char* update : {"momentum", "adam"}) {
    const TemporaryFolder folder;
    const std::string expected = train(in_memory(DType::float32), {"gaussian", update, 4});
    CHECK(train(on_file(DType::float32, folder.path() / "work", true), {"gaussian", update, 4}) == expected);
  }
}

TEST_CASE("a second run on a working file goes on where the first one ended", "[transformer][stream]") {
  const TemporaryFolder folder;
  const auto memory = in_memory(DType::bfloat16);
  train(memory, {});
  const std::string expected = train(memory, {"rademacher", "sgd", 5, 3});
  train(on_file(DType::bfloat16, folder.path() / "work"), {});
  CHECK(train(on_file(DType::bfloat16, folder.path() / "work"), {"rademacher", "sgd", 5, 3}) == expected);
}

TEST_CASE("tensors that are not trained stay, and a run of adapters leaves a working file as it is",
          "[transformer][stream]") {
  const TemporaryFolder folder;
  const auto moved = [](const std::shared_ptr<Model>& model, const TrainedSet& trained) {
    const auto objective = objective_on(model, trained);
    objective->begins();
    const auto run = record_of({}).start(objective->start(), [] { return 0.0; });
    minimize(*run, *objective, StopToken());
    return bytes_of(*model);
  };
  const TrainedSet some{
      TrainedSet::What::named, {"decoder.layers.0.self_attn.q_proj.weight", "decoder.layers.1.fc1.weight"}, {}, 0, 0};
  const std::string expected = moved(in_memory(DType::float32), some);
  CHECK(expected != bytes_of(*in_memory(DType::float32)));
  CHECK(moved(on_file(DType::float32, folder.path() / "some"), some) == expected);
  const TrainedSet lora{TrainedSet::What::lora, {}, {}, 0, 1};
  const std::string before = bytes_of(*on_file(DType::float32, folder.path() / "lora"));
  CHECK(moved(on_file(DType::float32, folder.path() / "lora"), lora) == moved(in_memory(DType::float32), lora));
  CHECK(bytes_of(*on_file(DType::float32, folder.path() / "lora")) == before);
}

TEST_CASE(
    "a run in memory is repeated from its journal onto a working file, and one on a file is resumed from any step",
    "[transformer][stream]") {
  const TemporaryFolder folder;
  const auto journal = folder.path() / "journal";
  const std::string expected = train(in_memory(DType::bfloat16), {});
  const auto begin = [&](const std::shared_ptr<Model>& model, std::int64_t steps) {
    begin_journaled(journal, model, {}, steps);
  };
  const auto resume = [&](const std::shared_ptr<Model>& model) { return resume_journaled(journal, model); };
  const std::string weights = expected.substr(expected.size() - bytes_of(*in_memory(DType::bfloat16)).size());
  begin(in_memory(DType::bfloat16), 4);
  CHECK(resume(on_file(DType::bfloat16, folder.path() / "from memory")) == weights);
  for (const std::int64_t steps : {0, 1, 7, 10}) {
    std::filesystem::remove(journal);
    std::filesystem::remove(folder.path() / "work");
    begin(on_file(DType::bfloat16, folder.path() / "work"), steps);
    CHECK(resume(on_file(DType::bfloat16, folder.path() / "work")) == weights);
    CHECK(resume(on_file(DType::bfloat16, folder.path() / "work")) == weights);  // it is over: all are passed over
    std::filesystem::remove(folder.path() / "work");
    CHECK(resume(on_file(DType::bfloat16, folder.path() / "work")) == weights);  // all of it again
  }
}

TEST_CASE("a run whose steps are more than scalars and keys is resumed on a fresh working file, and says so on its own",
          "[transformer][stream]") {
  for (const char* update : {"adam", "momentum"}) {
    INFO(update);
    const TemporaryFolder folder;
    const auto journal = folder.path() / "journal", work = folder.path() / "work";
    const std::string expected = train(in_memory(DType::bfloat16), {"gaussian", update});
    const std::string weights = expected.substr(expected.size() - bytes_of(*in_memory(DType::bfloat16)).size());
    begin_journaled(journal, on_file(DType::bfloat16, work), {"gaussian", update}, 4);
    CHECK_THAT(message_of([&] { resume_journaled(journal, on_file(DType::bfloat16, work)); }),
               Catch::Contains("remove it to go through the run from the checkpoint"));
    std::filesystem::remove(work);
    CHECK(resume_journaled(journal, on_file(DType::bfloat16, work)) == weights);
  }
}

TEST_CASE("a working file of another checkpoint, one in use and one that another run moved are refused",
          "[transformer][stream]") {
  const TemporaryFolder folder;
  const auto work = folder.path() / "work";
  train(load_streamed(opt_folder, {work, false}), {"gaussian", "sgd", 3});
  const auto load = [&](const char* name) {
    return message_of([&] { load_streamed("tests/data/transformers/" + std::string(name), {work, false}); });
  };
  CHECK_THAT(load("opt/gelu"), Catch::Contains("a working file of another checkpoint"));
  CHECK_THAT(load("llama/qwen2"), Catch::Contains("a working file of another checkpoint"));
  CHECK_THAT(message_of([&] { on_file(DType::float32, work); }),
             Catch::Contains("a working file of another checkpoint"));
  CHECK(load("opt/pre_ln").empty());
  {
    const auto open = load_streamed(opt_folder, {work, false});
    CHECK_THAT(load("opt/pre_ln"), Catch::Contains("has this working file open"));
  }
  const auto repeated = [&](double factor, std::uint64_t steps) {
    return message_of([&] {
      const auto model = load_streamed(opt_folder, {work, false});
      const auto objective = objective_on(model);
      Point x = objective->start();
      x.deferred->repeat();
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Directions directions;
      for (std::uint64_t step = 0; step < steps; ++step) {
        gaussian->draw(Key::from(1, Purpose::direction).at_step(step), 1, x, directions);
        add_terms(x, directions[0], factor, Key());
      }
      x.settle();
    });
  };
  CHECK_THAT(repeated(0.1, 3), Catch::Contains("were moved by another run"));
  CHECK_THAT(repeated(0.1, 0), Catch::Contains("3 more than the run that is repeated"));
}

TEST_CASE("what is no working file, or a damaged one, is refused", "[transformer][stream]") {
  const TemporaryFolder folder;
  const auto work = folder.path() / "work";
  const auto load = [&] { return message_of([&] { load_streamed(opt_folder, {work, false}); }); };
  folder.file("work", "some text of mine, which is longer than a first line is");
  CHECK_THAT(load(), Catch::Contains("no working file"));
  CHECK(bytes_of(work).starts_with("some text of mine"));
  std::filesystem::remove(work);
  REQUIRE(load().empty());
  const std::string whole = bytes_of(work);
  const auto with = [&](std::size_t at, const std::string& change) {
    std::string bytes = whole;
    folder.file("work", bytes.replace(at, change.size(), change));
    return load();
  };
  CHECK(with(0, "").empty());
  CHECK_THAT(with(60, "?"), Catch::Contains("its head is damaged"));
  CHECK_THAT(with(16, "2"), Catch::Contains("of format 2"));
  folder.file("work", whole.substr(0, whole.size() - 1));
  CHECK_THAT(load(), Catch::Contains("ends after"));
  CHECK_THAT(message_of([&] {
               load_streamed(opt_folder, {folder.path() / "no" / "work", false});
             }),
             Catch::Contains("cannot make it"));
}
