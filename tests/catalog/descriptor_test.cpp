#include "runtime/catalog/descriptor.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/schedule/schedule.hpp"

using namespace nilgrad;
using namespace nilgrad::catalog;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Options {
  bool loud = true;
  std::int64_t count = 3;
  std::uint32_t small = 7;
  std::uint64_t seed = 0;
  double rate = 0.5;
  std::optional<double> h;
  std::string side = "left";
  std::variant<std::string, std::vector<std::string>> words;
  std::vector<double> bound;
  Part<Perturbation> perturbation = "gaussian";
  Parts<Perturbation> several;
  Part<Schedule> schedule = "constant";
  std::string needed;
};

Descriptor descriptor(bool required = false) {
  return Described<Options>("test", "thing", "a thing")
      .option("loud", &Options::loud, "")
      .option("count", &Options::count, "", {.low = 1, .high = 9})
      .option("small", &Options::small, "", {.low = 0, .high = 100})
      .option("seed", &Options::seed, "")
      .option("rate", &Options::rate, "", {.low = 0, .above_low = true})
      .option("h", &Options::h, "", {.choices = {"auto"}, .default_text = "by a rule"})
      .option("side", &Options::side, "", {.choices = {"left", "right", "middle"}})
      .option("words", &Options::words, "")
      .option("bound", &Options::bound, "", {.infinite = true})
      .option("perturbation", &Options::perturbation, "")
      .option("several", &Options::several, "")
      .option("schedule", &Options::schedule, "", {.low = 0})
      .option("needed", &Options::needed, "", {.required = required})
      .opaque("f", Type::function, "", "")
      .opaque("model", Type::any, "model", "");
}

/// What checking one option says, or "" when it is accepted.
std::string complaint(const std::string& name, Value value) {
  try {
    descriptor().check({{name, std::move(value)}});
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::option);
    return error.what();
  }
  return "";
}

Recipes recipes(std::initializer_list<const char*> perturbations) {
  Recipes list;
  for (const char* name : perturbations) list.push_back(recipe("perturbation", name));
  return list;
}

Options read_one(const std::string& name, Value value) {
  const Values values{{name, std::move(value)}};
  descriptor().check(values);
  return read<Options>(descriptor(), values);
}

}  // namespace

TEST_CASE("an unknown option is refused with what was probably meant, or with all there are") {
  CHECK(complaint("cuont", true) == "unknown option 'cuont' of ng.test.thing; did you mean 'count'?");
  CHECK(complaint("preturbation", true) ==
        "unknown option 'preturbation' of ng.test.thing; did you mean 'perturbation'?");
  CHECK(complaint("zzzzzz", true).find("; its options are loud, count, small") != std::string::npos);
  CHECK_THROWS_WITH(recipe("perturbation", "rademacher", {{"scale", 1.0}}),
                    "unknown option 'scale' of ng.perturbation.rademacher; it has no options");
  CHECK(complaint(std::string(100000, 'x'), true).size() < 400);
}

TEST_CASE("numbers are refused outside their range, and where they are none") {
  CHECK(complaint("count", std::int64_t{1}).empty());
  CHECK(complaint("count", 9.0).empty());
  CHECK(complaint("count", std::int64_t{0}) == "option 'count' of ng.test.thing must be an integer from 1 to 9, got 0");
  CHECK(complaint("count", 2.5) == "option 'count' of ng.test.thing must be an integer from 1 to 9, got 2.5");
  CHECK(complaint("count", std::string("3")) ==
        "option 'count' of ng.test.thing must be an integer from 1 to 9, got '3'");
  CHECK(complaint("rate", 0.0) == "option 'rate' of ng.test.thing must be a number > 0, got 0");
  for (const double bad : {std::nan(""), infinity, -infinity, -1.0}) CHECK_FALSE(complaint("rate", bad).empty());
  CHECK(complaint("seed", 1e30) == "option 'seed' of ng.test.thing must be an integer, got 1e+30");
  CHECK(complaint("seed", 0x1p63) != "");
  CHECK(complaint("seed", -0x1p62).empty());
  CHECK(complaint("loud", std::int64_t{1}) == "option 'loud' of ng.test.thing must be true or false, got 1");
}

TEST_CASE("a choice is refused with what was probably meant") {
  CHECK(complaint("side", std::string("right")).empty());
  CHECK(complaint("side", std::string("lfet")) ==
        "option 'side' of ng.test.thing must be 'left', 'right' or 'middle', got 'lfet'; did you mean 'left'?");
  CHECK(complaint("side", std::string("up")) ==
        "option 'side' of ng.test.thing must be 'left', 'right' or 'middle', got 'up'");
  CHECK(complaint("side", true) == "option 'side' of ng.test.thing must be 'left', 'right' or 'middle', got true");
  CHECK(complaint("h", std::string("auto")).empty());
  CHECK(complaint("h", 1e-3).empty());
  CHECK(complaint("h", true) == "option 'h' of ng.test.thing must be a number or 'auto', got true");
  const std::string long_text = complaint("side", std::string(100000, 'x'));
  CHECK(long_text.find("(100000 bytes)") != std::string::npos);
  CHECK(long_text.size() < 300);
}

TEST_CASE("lists hold numbers in range, infinite ones where bounds may be") {
  CHECK(complaint("bound", 2.0).empty());
  CHECK(complaint("bound", std::vector<double>{1, -infinity}).empty());
  CHECK(complaint("bound", std::vector<double>{1, std::nan("")}) ==
        "option 'bound' of ng.test.thing must be a number or a list of them, got { 1, nan }");
  CHECK_FALSE(complaint("bound", std::vector<double>{}).empty());
  CHECK(complaint("bound", Opaque{"table"}) ==
        "option 'bound' of ng.test.thing must be a number or a list of them, got a table");
  CHECK_FALSE(complaint("rate", std::vector<double>{1}).empty());
}

TEST_CASE("one text and a list of texts are told apart") {
  using Texts = std::vector<std::string>;
  CHECK(std::get<std::string>(read_one("words", std::string("a b")).words) == "a b");
  CHECK(std::get<Texts>(read_one("words", Texts{"a b"}).words) == Texts{"a b"});
  CHECK(complaint("words", Texts{"a", ""}).empty());
  for (const Value& bad : {Value(Texts{}), Value(Texts{""}), Value(std::string()), Value(1.0), Value(true)})
    CHECK_THAT(complaint("words", bad),
               Catch::StartsWith("option 'words' of ng.test.thing must be a string or a list"));
  CHECK(catalog::to_string(Texts{"python3", "it's"}) == "{ 'python3', 'it's' }");
}

TEST_CASE("a part must be of its kind, and one unless several are allowed") {
  CHECK(complaint("perturbation", recipes({"sphere"})).empty());
  CHECK(complaint("several", recipes({"sphere", "gaussian"})).empty());
  CHECK(complaint("perturbation", recipes({"sphere", "gaussian"})) ==
        "option 'perturbation' of ng.test.thing must be a ng.perturbation, got { ng.perturbation.sphere(), "
        "ng.perturbation.gaussian() }");
  CHECK(complaint("perturbation", Recipes{recipe("update", "sgd")}) ==
        "option 'perturbation' of ng.test.thing must be a ng.perturbation, got ng.update.sgd()");
  CHECK(complaint("perturbation", Opaque{"function"}) ==
        "option 'perturbation' of ng.test.thing must be a ng.perturbation, got a function");
  CHECK(complaint("schedule", 0.1).empty());
  CHECK(complaint("schedule", -0.1) ==
        "option 'schedule' of ng.test.thing must be a number ≥ 0 or a ng.schedule, got -0.1");
}

TEST_CASE("functions and objects of other rooms are known by their type's name") {
  CHECK(complaint("f", Opaque{"function"}).empty());
  CHECK(complaint("f", Opaque{"table"}) == "option 'f' of ng.test.thing must be a function, got a table");
  CHECK(complaint("model", Opaque{"model"}).empty());
  CHECK(complaint("model", Opaque{"tensor"}) == "option 'model' of ng.test.thing must be a model, got a tensor");
}

TEST_CASE("a required option that is missing is named with what it must be") {
  CHECK_THROWS_WITH(descriptor(true).check({}), "option 'needed' of ng.test.thing is missing: a string");
  CHECK_NOTHROW(descriptor(true).check({{"needed", std::string("given")}}));
}

TEST_CASE("values reach the members they are for, and the others keep their defaults") {
  CHECK(read_one("count", 4.0).count == 4);
  CHECK(read_one("count", 4.0).rate == 0.5);
  CHECK(read_one("small", std::int64_t{100}).small == 100);
  CHECK(read_one("rate", std::int64_t{2}).rate == 2);
  CHECK(read_one("h", 1e-3).h == 1e-3);
  CHECK(read_one("loud", false).loud == false);
  CHECK(read_one("side", std::string("right")).side == "right");
  CHECK(read_one("bound", std::int64_t{2}).bound == std::vector<double>{2});
  CHECK(read_one("bound", std::vector<double>{2, 3}).bound == std::vector<double>{2, 3});
  CHECK(read_one("perturbation", recipes({"sphere"})).perturbation.to_string() == "ng.perturbation.sphere()");
  CHECK(read_one("several", recipes({"sphere", "gaussian"})).several.size() == 2);
  CHECK(read_one("schedule", 0.25).schedule.make()->at({}) == 0.25);
}

TEST_CASE("a negative seed is the same 64 bits as an integer and as a float") {
  CHECK(read_one("seed", std::int64_t{-1}).seed == ~std::uint64_t{0});
  CHECK(read_one("seed", -1.0).seed == ~std::uint64_t{0});
}

TEST_CASE("help shows defaults from the members, or in words where a rule decides, and none for what is required") {
  const Descriptor d = descriptor(true);
  const auto text = [&](const char* name) { return d.option(name)->default_text; };
  CHECK(text("loud") == "true");
  CHECK(text("count") == "3");
  CHECK(text("rate") == "0.5");
  CHECK(text("h") == "by a rule");
  CHECK(text("side") == "'left'");
  CHECK(text("bound") == "none");
  CHECK(text("perturbation") == "gaussian");
  CHECK(text("several") == "none");
  CHECK(text("f") == "none");
  CHECK(text("needed").empty());
  CHECK(d.option("nothing") == nullptr);
}

TEST_CASE("names are near within two slips, a transposition being one, and never without a letter in common") {
  const std::vector<std::string> known{"momentum", "mu", "lr", "lower", "upper"};
  CHECK(nearest("mi", known) == "mu");
  CHECK(nearest("lowre", known) == "lower");
  CHECK(nearest("upp", known) == "upper");
  CHECK(nearest("momemtun", known) == "momentum");
  CHECK(nearest("xy", known).empty());
  CHECK(nearest("momentary", known).empty());
  CHECK(nearest("", known).empty());
}
