// What every storage promises of claims, leases and what is told twice.
#include "runtime/error.hpp"
#include "tests/study/storage_contract.hpp"

namespace nilgrad::study {
namespace {

HOLDS("what waits is given before new numbers, and no number from the total on") {
  CHECK(w.claim().number == 0);
  CHECK(w.storage.enqueue(w.study, {}) == 1);
  CHECK(w.storage.enqueue(w.study, {}) == 2);
  CHECK(w.claim().number == 1);
  CHECK(w.claim().number == 2);
  ClaimRequest request = w.request();
  request.total = 4;
  CHECK(w.storage.claim(w.study, request)->number == 3);
  ++request.serial;
  CHECK_FALSE(w.storage.claim(w.study, request));
  CHECK(w.storage.counts(w.study).running == 4);
}

HOLDS("a claim that is repeated gives the same trial") {
  const ClaimRequest request = w.request();
  CHECK(w.storage.claim(w.study, request)->number == 0);
  CHECK(w.storage.claim(w.study, request)->number == 0);
  CHECK(w.claim("two").number == 1);
  CHECK(w.storage.counts(w.study).total() == 2);
}

HOLDS("an end that is told twice is told once") {
  const Held held = w.claim();
  Finish finish = complete(1);
  finish.additions = one("x", 0.5);
  CHECK(w.storage.finish(held, finish));
  CHECK(w.storage.finish(held, finish));
  CHECK_FALSE(w.storage.add(held, one("y", 0.5)));
  CHECK_FALSE(w.storage.beat(held, 60));
  CHECK_FALSE(w.storage.release(held));
  Finish other = finish;
  other.state = State::failed;
  CHECK_FALSE(w.storage.finish(held, other));
  CHECK_FALSE(w.storage.finish({w.study, 0, 0, "two"}, finish));
  CHECK_FALSE(w.storage.finish({w.study, 77, 0, "one"}, finish));
  CHECK(w.trials()[0].values.size() == 1);
  CHECK(w.storage.counts(w.study).cost == 2);
}

HOLDS("additions that are told twice are told once") {
  const Held held = w.claim();
  Additions additions = one("x", 0.5);
  additions.reports = {{1, 2.0}};
  CHECK(w.storage.add(held, additions));
  CHECK(w.storage.add(held, additions));
  CHECK(w.storage.add(held, one("y", 0.75)));
  CHECK(w.storage.add(held, one("x", 0.25)));
  const Trial trial = w.trials()[0];
  REQUIRE(trial.parameters.size() == 2);
  CHECK(trial.parameters[0].value == Value(0.25));
  CHECK(trial.parameters[1].value == Value(0.75));
  CHECK(trial.reports.size() == 1);
}

HOLDS("a trial whose worker stopped beating waits again with its values, and fails when it loses too many") {
  const Held first = w.claim("dead", 0.01);
  Additions additions = one("x", 0.5);
  additions.reports = {{1, 2.0}};
  CHECK(w.storage.add(first, additions));
  let_leases_end();
  const auto again = w.storage.claim(w.study, w.request("dead too", 0.01));
  REQUIRE(again);
  CHECK(again->number == 0);
  CHECK(again->attempt == 1);
  CHECK(again->given == Given{{"x", Value(0.5)}});
  CHECK(again->parameters.empty());
  CHECK_FALSE(w.storage.add(first, additions));
  CHECK_FALSE(w.storage.finish(first, complete(1)));
  let_leases_end();
  CHECK(w.claim("alive").number == 1);
  const Trial trial = w.trials()[0];
  CHECK(trial.state == State::failed);
  CHECK(trial.attempt == 2);
  CHECK_THAT(trial.reason, Contains("2 workers died"));
  CHECK(w.storage.counts(w.study).failed == 1);
  CHECK_FALSE(w.storage.finish({w.study, 0, 1, "dead too"}, complete(1)));
}

HOLDS("a lease that is renewed does not end, and an ended one that nobody took may still finish") {
  const Held held = w.claim("one", 0.01);
  CHECK(w.storage.beat(held, 60));
  let_leases_end();
  CHECK(w.claim("two").number == 1);
  const Held slow = w.claim("slow", 0.01);
  let_leases_end();
  CHECK(w.storage.finish(slow, complete(1)));
  CHECK(w.storage.finish(held, complete(1)));
}

HOLDS("a trial that is given back waits without counting as lost") {
  const Held held = w.claim();
  CHECK(w.storage.add(held, one("x", 0.5)));
  CHECK(w.storage.release(held));
  CHECK_FALSE(w.storage.release(held));
  CHECK(w.storage.counts(w.study).waiting == 1);
  CHECK(w.trials()[0].parameters.empty());
  const auto again = w.storage.claim(w.study, w.request("two"));
  CHECK(again->number == 0);
  CHECK(again->attempt == 0);
  CHECK(again->given == Given{{"x", Value(0.5)}});
  CHECK_FALSE(w.storage.finish(held, complete(1)));
}

}  // namespace
}  // namespace nilgrad::study
