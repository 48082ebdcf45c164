#include "runtime/attack/reached.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad;

namespace {

Tensor image_of(float value) { return Tensor::full({4}, value, DType::float32); }

constexpr Question::Answer fooled(double loss = -1) { return {loss, true, true}; }

void add(Reached& reached, std::int64_t query, float value, const Question::Answer& answer) {
  const Tensor candidate = image_of(value);
  reached.add(query, candidate.as<float>(), answer);
}

}  // namespace

TEST_CASE("for each ε the first success is kept, and every nearer image is a step of the path") {
  Reached reached(image_of(0.5f), Norm::linf, {0.05, 0.2}, Reached::Keep::first);
  add(reached, 1, 0.9f, fooled());
  CHECK(reached.levels()[1].queries == 0);
  add(reached, 2, 0.65f, {1, false, true});
  add(reached, 3, 0.65f, fooled());
  add(reached, 4, 0.6f, fooled());
  CHECK_FALSE(reached.all());
  add(reached, 5, 0.52f, fooled());
  CHECK(reached.all());
  CHECK(reached.levels()[0].queries == 5);
  CHECK(reached.levels()[1].queries == 3);
  CHECK(reached.levels()[1].adversarial.as<float>()[0] == 0.65f);
  REQUIRE(reached.path().size() == 4);
  CHECK(reached.path()[3].queries == 5);
  CHECK(reached.distance() == Approx(0.02).epsilon(1e-4));
}

TEST_CASE("an image with a pixel outside [0, 1] or a NaN is never a success") {
  Reached reached(image_of(0.9f), Norm::linf, {0.5}, Reached::Keep::first);
  add(reached, 1, 1.01f, fooled());
  add(reached, 2, std::numeric_limits<float>::quiet_NaN(), fooled());
  CHECK(reached.closest().empty());
  CHECK_FALSE(reached.all());
}

TEST_CASE("who goes on keeps the nearest success, or that of the least loss, and the first one's query") {
  for (const auto keep : {Reached::Keep::nearest, Reached::Keep::least_loss}) {
    Reached reached(image_of(0.5f), Norm::l2, {1}, keep);
    add(reached, 7, 0.8f, fooled(-1));
    add(reached, 8, 0.9f, fooled(-5));
    add(reached, 9, 0.6f, fooled(-0.1));
    CHECK(reached.levels()[0].queries == 7);
    CHECK(reached.levels()[0].adversarial.as<float>()[0] == (keep == Reached::Keep::nearest ? 0.6f : 0.9f));
  }
}

TEST_CASE("distances are the largest change, the length, the sum and the count of changes") {
  const Tensor a = Tensor::full({3}, 0.5, DType::float32);
  Tensor b = a.clone();
  b.as<float>()[0] = 0.75f;
  b.as<float>()[1] = 0.0f;
  const auto between = [&](Norm norm) { return distance(norm, a.as<float>(), b.as<float>()); };
  CHECK(between(Norm::linf) == 0.5);
  CHECK(between(Norm::l2) == Approx(std::sqrt(0.3125)));
  CHECK(between(Norm::l1) == 0.75);
  CHECK(between(Norm::l0) == 2);
  CHECK(Threat{Norm::l0, 2}.allows(a.as<float>(), b.as<float>()));
  CHECK_FALSE(Threat{Norm::l0, 1}.allows(a.as<float>(), b.as<float>()));
  CHECK(Threat{Norm::none, 0}.allows(a.as<float>(), b.as<float>()));
}
