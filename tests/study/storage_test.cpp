// What holds for every storage: storage_claims_test.cpp and storage_values_test.cpp say it.
#include <set>

#include "runtime/error.hpp"
#include "tests/study/postgresql_server.hpp"
#include "tests/study/storage_contract.hpp"

namespace nilgrad::study {
namespace {

void all_hold(const std::string& kind) {
  for (const Contract& contract : contracts()) DYNAMIC_SECTION(contract.sentence) {
      Working w(kind);
      contract.holds(w);
    }
}

}  // namespace

TEST_CASE("studies in memory keep what every storage promises", "[study]") { all_hold("memory"); }

TEST_CASE("studies in SQLite keep what every storage promises", "[study]") { all_hold("sqlite"); }

TEST_CASE("studies in PostgreSQL keep what every storage promises", "[study]") {
  if (PostgresqlServer::shared()) all_hold("postgresql");
}

TEST_CASE("workers that race get each number once, and as many as there are", "[study][threads]") {
  const std::string kind = GENERATE("sqlite", "postgresql");
  CAPTURE(kind);
  if (kind == "postgresql" && !PostgresqlServer::shared()) return;
  Working w(kind);
  constexpr int workers = 8, total = 120;
  std::vector<std::vector<std::int64_t>> numbers(workers);
  std::vector<std::string> errors(workers);
  std::vector<std::thread> threads;
  for (int k = 0; k < workers; ++k)
    threads.emplace_back([&, k] {
      const auto me = static_cast<std::size_t>(k);
      try {
        const auto storage = w.at.open();
        ClaimRequest request{.worker = "w" + std::to_string(k), .serial = 0, .total = total, .lease = 60, .retries = 3};
        for (;;) {
          ++request.serial;
          const auto trial = storage->claim(w.study, request);
          if (!trial) return;
          const Held held{w.study, trial->number, trial->attempt, request.worker};
          storage->define(w.study, "x", *unit, false);
          if (!storage->add(held, one("x", 0.5)) || !storage->finish(held, complete(1)))
            throw std::runtime_error("lost");
          numbers[me].push_back(trial->number);
        }
      } catch (const std::exception& error) {
        errors[me] = error.what();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(errors == std::vector<std::string>(workers));
  std::set<std::int64_t> distinct;
  std::size_t given = 0;
  for (const auto& mine : numbers) {
    distinct.insert(mine.begin(), mine.end());
    given += mine.size();
  }
  CHECK(given == total);
  CHECK(distinct.size() == total);
  CHECK(*distinct.rbegin() == total - 1);
  CHECK(w.storage.counts(w.study).complete == total);
  CHECK(w.trials().size() == total);
}

}  // namespace nilgrad::study
