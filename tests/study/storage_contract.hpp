#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "runtime/study/storage/storage.hpp"
#include "tests/study/storage_of.hpp"

namespace nilgrad::study {

using Catch::Matchers::Contains;

inline const auto unit = std::make_shared<const Domain>(Domain::real(0, 1));

/// A storage with a study, and what a worker asks of it.
struct Working {
  explicit Working(const std::string& kind) : at(kind), storage(*at.storage) {
    StudyRecord wanted;
    wanted.name = "svm";
    study = storage.create(wanted).id;
  }

  ClaimRequest request(const std::string& worker = "one", double lease = 60) {
    return {.worker = worker, .serial = ++serial, .total = 1000, .lease = lease, .retries = 1};
  }
  Held claim(const std::string& worker = "one", double lease = 60) {
    const auto trial = storage.claim(study, request(worker, lease));
    REQUIRE(trial);
    return {study, trial->number, trial->attempt, worker};
  }
  std::vector<Trial> trials() {
    auto all = storage.changes(study, 0).trials;
    std::sort(all.begin(), all.end(), [](const Trial& a, const Trial& b) { return a.number < b.number; });
    return all;
  }

  StorageOf at;
  Storage& storage;
  std::int64_t study = 0, serial = 0;
};

inline Finish complete(double value) {
  Finish finish;
  finish.values = {value};
  finish.cost = 2;
  return finish;
}

inline Additions one(const std::string& name, Value value, const std::shared_ptr<const Domain>& domain = unit) {
  Additions additions;
  additions.parameters = {{name, domain, std::move(value)}};
  return additions;
}

inline void let_leases_end() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

/// A sentence that holds for every storage, and what shows it.
struct Contract {
  const char* sentence;
  void (*holds)(Working&);
};

inline std::vector<Contract>& contracts() {
  static std::vector<Contract> all;
  return all;
}

struct Listed {
  explicit Listed(Contract contract) { contracts().push_back(contract); }
};

/// A function of its own in an unnamed namespace; storage_test.cpp calls it with each storage.
#define HOLDS_OF(function, sentence)                                     \
  void function(Working& w);                                             \
  const Listed INTERNAL_CATCH_UNIQUE_NAME(listed)({sentence, function}); \
  void function(Working& w)
#define HOLDS(sentence) HOLDS_OF(INTERNAL_CATCH_UNIQUE_NAME(holds), sentence)

}  // namespace nilgrad::study
