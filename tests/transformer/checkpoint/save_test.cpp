#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>

#include "tests/temporary_folder.hpp"
#include "tests/transformer/checkpoint/small_checkpoint.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

std::string save_error(const Checkpoint& checkpoint, const fs::path& folder) {
  try {
    save_checkpoint(checkpoint, folder);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "saved";
}

/// No file may grow beyond so many bytes, as on a full disk; writing on is an error instead of a signal.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_;
  sighandler_t handler_;
};

}  // namespace

TEST_CASE("every golden checkpoint is the same after saving and loading, config.json to the letter") {
  const TemporaryFolder folder;
  for (const char* family : {"opt", "llama"})
    for (const auto& entry : fs::directory_iterator(fs::path("tests/data/transformers") / family)) {
      CAPTURE(entry.path().string());
      const Checkpoint original = load_checkpoint(entry.path());
      const fs::path target = folder.path() / "saved";
      save_checkpoint(original, target);
      const Checkpoint saved = load_checkpoint(target);
      CHECK(saved.config == original.config);
      CHECK(fingerprint(saved.tensors) == fingerprint(original.tensors));
      CHECK(content(target / "config.json") == content(entry.path() / "config.json"));
      CHECK(names_in(target) == std::set<std::string>{"config.json", "model.safetensors"});
    }
  CHECK(names_in(folder.path()) == std::set<std::string>{"saved"});
}

TEST_CASE("a random model is saved with a config.json of its own") {
  const TemporaryFolder folder;
  const Checkpoint checkpoint = random_checkpoint(small_opt(), DType::bfloat16, 1);
  save_checkpoint(checkpoint, folder.path() / "model/");
  CHECK(load_checkpoint(folder.path() / "model").config == checkpoint.config);
  CHECK_THAT(content(folder.path() / "model/config.json"), Catch::Contains("\"torch_dtype\": \"bfloat16\""));
}

TEST_CASE("tokenizer files go along, and a config that the source no longer has is written anew") {
  const TemporaryFolder folder;
  const fs::path source = folder.path() / "source", target = folder.path() / "target";
  write_folder(source, small_opt(), random_checkpoint(small_opt(), DType::float32, 1).tensors);
  std::ofstream(source / "vocab.json") << "{}";
  std::ofstream(source / "merges.txt") << "";
  std::ofstream(source / "notes.txt") << "not copied";
  Checkpoint checkpoint = load_checkpoint(source);
  save_checkpoint(checkpoint, target);
  CHECK(names_in(target) == std::set<std::string>{"config.json", "model.safetensors", "vocab.json", "merges.txt"});
  CHECK(content(target / "vocab.json") == "{}");
  checkpoint.config.eos = 5;
  save_checkpoint(checkpoint, target);
  CHECK(load_checkpoint(target).config.eos == 5);
}

TEST_CASE("a model saved onto the folder that it is mapped from keeps its weights and the folder's other files") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "model";
  write_folder(path, small_opt(), random_checkpoint(small_opt(), DType::float32, 1).tensors);
  std::ofstream(path / "notes.txt") << "mine";
  fs::create_directory(path / "runs");
  std::ofstream(path / "runs/1.journal") << "mine too";
  std::ofstream(path / "model-00001-of-00002.safetensors") << "left over";
  Checkpoint checkpoint = load_checkpoint(path);
  checkpoint.tensors[3].tensor.fill(0.25);
  save_checkpoint(checkpoint, path);
  CHECK(names_in(folder.path()) == std::set<std::string>{"model"});
  CHECK(names_in(path) == std::set<std::string>{"config.json", "model.safetensors", "notes.txt", "runs"});
  CHECK(content(path / "runs/1.journal") == "mine too");
  const Checkpoint saved = load_checkpoint(path);
  CHECK(saved.tensors[3].tensor.at(0) == 0.25);
  CHECK(fingerprint(saved.tensors) == fingerprint(checkpoint.tensors));
  checkpoint.tensors[3].tensor.fill(0.5);  // still mapped: the file that was replaced lives on
  save_checkpoint(checkpoint, path);
  CHECK(load_checkpoint(path).tensors[3].tensor.at(0) == 0.5);
}

TEST_CASE("a target that is no checkpoint is left alone") {
  const TemporaryFolder folder;
  const Checkpoint checkpoint = random_checkpoint(small_opt(), DType::float32, 1);
  const fs::path papers = folder.path() / "papers", empty = folder.path() / "empty";
  fs::create_directory(papers);
  std::ofstream(papers / "thesis.tex") << "years";
  CHECK_THAT(save_error(checkpoint, papers), Catch::Contains("papers: exists and holds no checkpoint"));
  CHECK_THAT(save_error(checkpoint, papers / "thesis.tex"), Catch::Contains("thesis.tex: exists and is no folder"));
  CHECK(names_in(papers) == std::set<std::string>{"thesis.tex"});
  CHECK_THAT(save_error(checkpoint, folder.path() / "no/model"), Catch::Contains("No such file or directory"));
  fs::create_directory(empty);
  CHECK(save_error(checkpoint, empty) == "saved");
  CHECK(names_in(folder.path()) == std::set<std::string>{"papers", "empty"});
}

TEST_CASE("a disk that is full while saving leaves the target as it was and nothing beside it") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "model";
  const Checkpoint first = random_checkpoint(small_opt(), DType::float32, 1);
  const Checkpoint second = random_checkpoint(small_opt(), DType::float32, 2);
  save_checkpoint(first, path);
  for (const rlim_t limit : {rlim_t{0}, rlim_t{100}, rlim_t{4096}}) {
    const FileSizeLimit scope(limit);
    CHECK_THAT(save_error(second, path),
               Catch::Contains("model.safetensors: cannot write its ") && Catch::Contains("bytes: File too large"));
    CHECK_THAT(save_error(second, folder.path() / "new"), Catch::Contains("cannot write its"));
  }
  CHECK(names_in(folder.path()) == std::set<std::string>{"model"});
  CHECK(fingerprint(load_checkpoint(path).tensors) == fingerprint(first.tensors));
}

TEST_CASE("a process killed while saving leaves the old model or the new one, whole") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "model";
  const Checkpoint models[] = {random_checkpoint(small_opt(), DType::float32, 1),
                               random_checkpoint(small_opt(), DType::float32, 2)};
  const std::set<std::string> whole = {fingerprint(models[0].tensors), fingerprint(models[1].tensors)};
  save_checkpoint(models[0], path);
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (int i = 0;; ++i) save_checkpoint(models[i % 2], path);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(5000 + 1777 * round));
    kill(child, SIGKILL);
    REQUIRE(waitpid(child, nullptr, 0) == child);
    CHECK(whole.contains(fingerprint(load_checkpoint(path).tensors)));
  }
  save_checkpoint(models[1], path);
  CHECK(fingerprint(load_checkpoint(path).tensors) == fingerprint(models[1].tensors));
  CHECK(names_in(folder.path()) == std::set<std::string>{"model"});  // what the killed ones left beside is gone
}

TEST_CASE("folders beside that another process is writing stay, and files that are nobody's checkpoint") {
  const TemporaryFolder folder;
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(0);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  const std::string gone = fmt::format("model.tmp-{}-0", child), also_gone = fmt::format("model.tmp-{}-1", child);
  const std::string at_work = fmt::format("model.tmp-{}-0", getppid());
  for (const std::string& name :
       {gone, also_gone, at_work, std::string("model.tmp-mine"), std::string("model.tmp-7x")}) {
    fs::create_directory(folder.path() / name);
    folder.file(name + "/config.json", "{}");
  }
  folder.file(also_gone + "/notes.txt", "mine");
  save_checkpoint(random_checkpoint(small_opt(), DType::float32, 1), folder.path() / "model");
  CHECK(names_in(folder.path()) ==
        std::set<std::string>{"model", also_gone, at_work, "model.tmp-mine", "model.tmp-7x"});
  CHECK(names_in(folder.path() / also_gone) == std::set<std::string>{"notes.txt"});
  CHECK(names_in(folder.path() / at_work) == std::set<std::string>{"config.json"});
}

TEST_CASE("a checkpoint whose tensors are not its config's is not saved") {
  const TemporaryFolder folder;
  Checkpoint checkpoint = random_checkpoint(small_opt(), DType::float32, 1);
  checkpoint.tensors[2].name = "other";
  CHECK_THROWS_WITH(save_checkpoint(checkpoint, folder.path() / "model"), Catch::Contains("tensor \"other\""));
  checkpoint.tensors.pop_back();
  CHECK_THROWS_WITH(save_checkpoint(checkpoint, folder.path() / "model"), Catch::Contains("where its config has"));
  CHECK(names_in(folder.path()).empty());
}
