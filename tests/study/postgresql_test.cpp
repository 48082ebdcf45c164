// What is particular to studies in PostgreSQL.
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "runtime/error.hpp"
#include "tests/study/postgresql_server.hpp"
#include "tests/study/storage_of.hpp"

namespace nilgrad::study {
namespace {

using Catch::Matchers::Contains;

struct Worked {
  std::vector<std::int64_t> numbers;
  std::string error;
};

/// Claims and finishes trials until there are none.
Worked work(const std::string& where, std::int64_t study, const std::string& worker, std::int64_t total,
            std::atomic<int>& done) {
  Worked result;
  try {
    const auto storage = open_storage(where);
    ClaimRequest request{.worker = worker, .serial = 0, .total = total, .lease = 60, .retries = 3};
    Finish finish;
    finish.additions.parameters = {{"x", std::make_shared<const Domain>(Domain::real(0, 1)), 0.5}};
    for (;;) {
      ++request.serial;
      const auto trial = storage->claim(study, request);
      if (!trial) return result;
      finish.values = {static_cast<double>(trial->number)};
      if (!storage->finish({study, trial->number, trial->attempt, worker}, finish))
        throw std::runtime_error("trial " + std::to_string(trial->number) + " was lost");
      result.numbers.push_back(trial->number);
      ++done;
    }
  } catch (const std::exception& error) {
    result.error = error.what();
  }
  return result;
}

}  // namespace

TEST_CASE("no trial is lost when the PostgreSQL server is killed and connections are cut", "[study]") {
  PostgresqlServer* server = PostgresqlServer::shared();
  if (!server) return;
  const std::string where = server->new_database();
  const auto storage = open_storage(where);
  StudyRecord wanted;
  wanted.name = "killed";
  const auto study = storage->create(wanted).id;
  constexpr std::int64_t total = 150;
  std::atomic<int> done{0};
  std::vector<Worked> worked(3);
  std::vector<std::thread> threads;
  for (std::size_t k = 0; k < worked.size(); ++k)
    threads.emplace_back([&, k] { worked[k] = work(where, study, "w" + std::to_string(k), total, done); });
  for (int round = 0; round < 2; ++round) {
    const int before = done;
    while (done < before + 10) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    server->cut();
    const int between = done;
    while (done < between + 10) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    server->kill();
    server->start();
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> numbers;
  std::size_t finished = 0;
  for (const Worked& one : worked) {
    CHECK(one.error == "");
    finished += one.numbers.size();
    numbers.insert(one.numbers.begin(), one.numbers.end());
  }
  CHECK(finished == total);
  CHECK(numbers.size() == total);
  const auto trials = storage->changes(study, 0).trials;
  REQUIRE(trials.size() == total);
  for (const Trial& trial : trials) {
    CHECK(trial.state == State::complete);
    CHECK(trial.values == std::vector<double>{static_cast<double>(trial.number)});
    CHECK(trial.parameters.size() == 1);
  }
  const auto first = storage->enqueue(study, {});
  server->cut();
  CHECK(storage->enqueue(study, {}) == first + 1);
}

TEST_CASE("what PostgreSQL refuses is said without a password", "[study]") {
  PostgresqlServer* server = PostgresqlServer::shared();
  if (!server) return;
  const std::string where = server->new_database();
  const std::string secret = where.substr(0, 20) + ":hunter2" + where.substr(20);
  CHECK(open_storage(secret)->name().find("hunter2") == std::string::npos);
  CHECK_THAT(open_storage(secret)->name(), Contains("postgresql:///d"));
  std::string other = secret;
  other.replace(other.find("/d"), 2, "/no_such_d");
  CHECK_THROWS_WITH(open_storage(other), Contains("does not exist") && !Contains("hunter2"));
  CHECK_THROWS_WITH(open_storage("postgresql://u:hunter2@h:port:%zz/x"),
                    Contains("a PostgreSQL storage is") && !Contains("hunter2"));
}

}  // namespace nilgrad::study
