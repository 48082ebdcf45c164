// What is particular to studies in an SQLite file.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "runtime/error.hpp"
#include "tests/study/storage_of.hpp"

namespace nilgrad::study {
namespace {

using Catch::Matchers::Contains;

void sql(const std::string& path, const std::string& statements) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  char* message = nullptr;
  sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &message);
  INFO((message ? message : ""));
  CHECK(message == nullptr);
  sqlite3_free(message);
  sqlite3_close(database);
}

std::int64_t study_in(Storage& storage) {
  StudyRecord wanted;
  wanted.name = "svm";
  return storage.create(wanted).id;
}

/// A trial that is complete, with a long reason.
void evaluate(Storage& storage, std::int64_t study, std::int64_t serial) {
  const auto trial =
      storage.claim(study, {.worker = "one", .serial = serial, .total = 100000, .lease = 60, .retries = 3});
  Finish finish;
  finish.reason = std::string(2000, 'x');
  storage.finish({study, trial->number, trial->attempt, "one"}, finish);
}

/// What a program of another user, who owns nothing here, is told.
std::string told_as_nobody(const std::string& path) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    std::string told = "nothing";
    try {
      if (geteuid() == 0 && setuid(65534) != 0) _exit(1);
      const auto storage = open_storage(path);
      study_in(*storage);
    } catch (const std::exception& error) {
      told = error.what();
    }
    (void)!write(ends[1], told.data(), told.size());
    _exit(0);
  }
  close(ends[1]);
  std::string told(4096, '\0');
  const ssize_t length = read(ends[0], told.data(), told.size());
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return told.substr(0, length > 0 ? static_cast<std::size_t>(length) : 0);
}

}  // namespace

TEST_CASE("files that hold no studies are refused with what is wrong with them", "[study]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "svm.db").string();
  SECTION("text") {
    folder.file("svm.db", std::string(5000, 'x'));
    CHECK_THROWS_WITH(open_storage(path), Contains(path + " is not a database of SQLite"));
  }
  SECTION("a newer version") {
    open_storage(path);
    sql(path, "PRAGMA user_version = 99");
    CHECK_THROWS_WITH(open_storage(path), Contains("was written by a newer nilgrad (version 99"));
  }
  SECTION("another program's") {
    sql(path, "CREATE TABLE recipe (name TEXT)");
    CHECK_THROWS_WITH(open_storage(path), Contains("is a database of another program"));
  }
  SECTION("Optuna's") {
    sql(path, "CREATE TABLE trial_params (x); CREATE TABLE study_directions (x)");
    CHECK_THROWS_WITH(open_storage(path), Contains("is a database of Optuna") && Contains("import"));
  }
  SECTION("damaged") {
    {
      const auto storage = open_storage(path);
      const auto study = study_in(*storage);
      for (int k = 1; k < 30; ++k) evaluate(*storage, study, k);
    }
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 3; page < 12; ++page) {
      file.seekp(page * 4096 + 8);
      file << std::string(500, '\xA5');
    }
    file.close();
    CHECK_THROWS_WITH(open_storage(path), Contains("is damaged") && Contains(".recover"));
  }
  SECTION("a folder that is not there, and one that is") {
    CHECK_THROWS_WITH(open_storage((folder.path() / "mount/svm.db").string()), Contains("there is no folder"));
    CHECK_THROWS_WITH(open_storage(folder.path().string()), Contains("it is a folder"));
  }
  SECTION("an unknown scheme") {
    CHECK_THROWS_WITH(open_storage("mysql://u:secret@host/x"), Contains("mysql://") && !Contains("secret"));
  }
}

TEST_CASE("a file that may only be read is refused", "[study]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "svm.db").string();
  open_storage(path);
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  std::filesystem::permissions(path, std::filesystem::perms(0444));
  CHECK_THAT(told_as_nobody(path), Contains("cannot be written"));
  CHECK_THAT(told_as_nobody((folder.path() / "new.db").string()), Contains("look at the permissions"));
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
}

TEST_CASE("a file of version 1 is brought up to date with its trials", "[study]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "svm.db").string();
  {
    const auto storage = open_storage(path);
    evaluate(*storage, study_in(*storage), 1);
  }
  sql(path, "ALTER TABLE trial DROP COLUMN notes; PRAGMA user_version = 1");
  const auto storage = open_storage(path);
  const auto study = storage->find("svm")->id;
  CHECK(storage->changes(study, 0).trials.at(0).notes.empty());
  const auto trial = storage->claim(study, {.worker = "one", .serial = 7});
  CHECK_FALSE(trial);
  CHECK(storage->enqueue(study, {}) == 1);
  CHECK(storage->claim(study, {.worker = "one", .serial = 8})->number == 1);
  Additions additions;
  additions.notes = {{"a", "b"}};
  CHECK(storage->add({study, 1, 0, "one"}, additions));
  CHECK(storage->changes(study, 0).trials.at(1).notes.at("a") == "b");
}

TEST_CASE("a file that is deleted or replaced in use is noticed", "[study]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "svm.db").string();
  const auto storage = open_storage(path);
  const auto study = study_in(*storage);
  std::filesystem::rename(path, path + ".away");
  setenv("NILGRAD_PATIENCE", "0.1", 1);
  CHECK_THROWS_WITH(storage->enqueue(study, {}), Contains("the file is gone") && Contains("Was it deleted"));
  unsetenv("NILGRAD_PATIENCE");
  std::filesystem::rename(path + ".away", path);
  CHECK(storage->enqueue(study, {}) == 0);
  std::filesystem::remove(path);
  folder.file("svm.db", "");
  CHECK_THROWS_WITH(storage->enqueue(study, {}), Contains("was replaced by another file"));
}

TEST_CASE("a full disk is waited for, and what was finished is kept", "[study][threads]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "svm.db").string();
  const auto storage = open_storage(path);
  const auto study = study_in(*storage);
  evaluate(*storage, study, 1);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto old = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 100000;
  setrlimit(RLIMIT_FSIZE, &tight);
  SECTION("until there is room") {
    std::thread room([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      setrlimit(RLIMIT_FSIZE, &before);
    });
    for (int k = 2; k < 40; ++k) evaluate(*storage, study, k);
    room.join();
    CHECK(storage->counts(study).complete == 39);
  }
  SECTION("for as long as was said") {
    setenv("NILGRAD_PATIENCE", "0.2", 1);
    std::string told;
    std::int64_t finished = 1;
    try {
      for (int k = 2; k < 40; ++k, ++finished) evaluate(*storage, study, k);
    } catch (const Error& error) {
      told = error.what();
    }
    unsetenv("NILGRAD_PATIENCE");
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_THAT(told, Contains("tried again for") && Contains("what was finished is kept"));
    CHECK(open_storage(path)->counts(study).complete == finished);
    evaluate(*storage, study, 99);
    CHECK(storage->counts(study).complete == finished + 1);
  }
  std::signal(SIGXFSZ, old);
}

}  // namespace nilgrad::study
