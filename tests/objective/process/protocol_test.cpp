#include "runtime/objective/process/protocol.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "runtime/random/uniform.hpp"

using namespace nilgrad;

namespace {

using Form = RequestText::Form;

std::string request(std::uint64_t id, Form form, const std::vector<std::vector<double>>& points,
                    const Key& sample = {}) {
  RequestText text(id, form);
  for (const auto& x : points) text.add(x);
  return text.finish(sample);
}

std::vector<double> answer(const std::string& line, Form form = Form::point, std::size_t count = 1) {
  std::vector<double> values(count, -1);
  read_answer(line, 7, form, values);
  return values;
}

/// What is wrong with an answer to request 7.
std::string complaint(const std::string& line, Form form = Form::point, std::size_t count = 1) {
  try {
    answer(line, form, count);
  } catch (const WorkerFailure& failure) {
    CHECK(failure.kind() == WorkerFailure::Kind::garbled);
    return failure.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a request is one line of JSON, for a point or for many") {
  const auto one = nlohmann::json::parse(request(7, Form::point, {{1, -0.5}}));
  CHECK(one["id"] == 7);
  CHECK(one["x"] == std::vector<double>{1, -0.5});
  const std::string many = request(8, Form::batch, {{1, 2}, {3, 4}});
  CHECK(nlohmann::json::parse(many)["points"] == std::vector<std::vector<double>>{{1, 2}, {3, 4}});
  CHECK(many.find('\n') == many.size() - 1);
}

TEST_CASE("a request's numbers are read back to the bit and never look like integers") {
  const std::vector<double> x{1,    -0.0, 0.1,     1e22,   1e15, 5e-324, -std::numeric_limits<double>::max(),
                              1e16, 1e-5, 1.0 / 3, 0x1p53, 1e17, 1e300,  std::nextafter(1.0, 2.0)};
  const auto read = nlohmann::json::parse(request(1, Form::point, {x}))["x"];
  for (std::size_t i = 0; i < x.size(); ++i) {
    INFO(x[i]);
    CHECK(read[i].is_number_float());
    CHECK(read[i].get<double>() == x[i]);
    CHECK(std::signbit(read[i].get<double>()) == std::signbit(x[i]));
  }
}

TEST_CASE("the sample is a number of 32 bits that depends on its key alone") {
  const auto sample = [](const Key& key, Form form) {
    return nlohmann::json::parse(request(1, form, {{1}}, key))["sample"].get<std::uint64_t>();
  };
  const Key key = Key::from(3, Purpose::sample);
  CHECK(sample(key, Form::point) == sample(key, Form::batch));
  CHECK(sample(key, Form::point) != sample(key.at_step(1), Form::point));
  CHECK(sample(key, Form::point) < (std::uint64_t{1} << 32));
}

TEST_CASE("an answer is a number, or what stands for none: null, NaN, Infinity") {
  CHECK(answer(R"({"id":7,"value":1.25})")[0] == 1.25);
  CHECK(answer(R"({"value": -3, "id": 7.0, "more": [NaN]})")[0] == -3);
  CHECK(answer(R"( {"id":7,"value":0.1000000000000000055511151231257827} )")[0] == 0.1);
  for (const char* none : {"null", "NaN", "Infinity", "-Infinity"})
    CHECK(std::isnan(answer(std::string(R"({"id":7,"value":)") + none + "}")[0]));
  CHECK(answer(R"({"id":7,"note":"a \"NaN\\","value":NaN,"b":"NaN"})").size() == 1);
  const auto values = answer(R"({"id":7,"values":[1,null,NaN,2]})", Form::batch, 4);
  CHECK(values[0] == 1);
  CHECK((std::isnan(values[1]) && std::isnan(values[2])));
  CHECK(values[3] == 2);
}

TEST_CASE("an answer may be an error, of one point or of all") {
  std::vector<double> values{1, 2};
  CHECK(read_answer(R"({"id":7,"error":"diverged","value":1})", 7, Form::point, {values.data(), 1}) == "diverged");
  CHECK((std::isnan(values[0]) && values[1] == 2));
  CHECK(read_answer(R"({"id":7,"error":{"code":3}})", 7, Form::batch, values) == R"({"code":3})");
  CHECK(std::isnan(values[1]));
  CHECK(read_answer(R"({"id":7,"error":null,"value":5})", 7, Form::point, {values.data(), 1}).empty());
  CHECK(values[0] == 5);
}

TEST_CASE("what is no answer is refused, saying why") {
  CHECK(complaint("hello") == "wrote a line that is no JSON: 'hello' (only answers go to standard output)");
  CHECK_THAT(complaint(""), Catch::Contains("no JSON: ''"));
  CHECK_THAT(complaint(std::string("\0\x1b[31m\xff\xfe", 8)), Catch::Contains("no JSON"));
  CHECK_THAT(complaint(R"({"id":7,"value":1e999})"), Catch::Contains("no JSON"));
  CHECK_THAT(complaint("[1]"), Catch::Contains("no object"));
  CHECK(complaint(R"({"id":8,"value":1})") == R"(answered with id 8 to request 7: '{"id":8,"value":1}')");
  CHECK_THAT(complaint(R"({"value":1})"), Catch::Contains("no id to request 7"));
  CHECK_THAT(complaint(R"({"id":"7","value":1})"), Catch::Contains(R"(id "7" to request 7)"));
  CHECK_THAT(complaint(R"({"id":7})"), Catch::Contains(R"(without "value")"));
  CHECK_THAT(complaint(R"({"id":7,"value":"1"})"), Catch::Contains("no number"));
  CHECK_THAT(complaint(R"({"id":7,"value":[1]})"), Catch::Contains("no number"));
  CHECK_THAT(complaint(R"({"id":7,"value":1})", Form::batch), Catch::Contains(R"(without "values")"));
  CHECK_THAT(complaint(R"({"id":7,"values":[1,2]})", Form::batch, 3), Catch::Contains("3 points with 2 values"));
  CHECK_THAT(complaint(R"({"id":7,"values":5})", Form::batch, 3), Catch::Contains("3 points with '{"));
  CHECK(complaint(std::string(100000, '{')).size() < 300);
  CHECK_FALSE(complaint(std::string(1000000, '[')).empty());
}
