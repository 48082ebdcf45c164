#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "runtime/classifier/http/http_settings.hpp"
#include "runtime/classifier/remote/pixel_text.hpp"
#include "runtime/error.hpp"

using namespace nilgrad;
using nlohmann::json;

namespace {

std::string at(const std::string& path, const std::string& answer) {
  try {
    return ResponsePath(path).find(json::parse(answer)).dump();
  } catch (const AnswerFault& fault) {
    return std::string("fault: ") + fault.what();
  }
}

std::vector<float> row(const ScoreRows& rows, const std::string& text) {
  std::vector<float> scores(rows.classes());
  rows.read(json::parse(text), scores.data());
  return scores;
}

Posts::Settings settings(const HttpClassifier::Options& options) {
  return posts_settings(options, {}, {},
                        [](const char* name) { return std::string(name) == "KEY" ? "secret" : nullptr; });
}

}  // namespace

TEST_CASE("a path leads to where an answer holds its scores") {
  CHECK(at("", "[1,2]") == "[1,2]");
  CHECK(at("predictions", R"({"predictions":[[1,2],[3,4]]})") == "[[1,2],[3,4]]");
  CHECK(at("predictions[].scores", R"({"predictions":[{"scores":[1,2]},{"scores":[3,4]}]})") == "[[1,2],[3,4]]");
  CHECK(at("[].score", R"([{"score":1},{"score":2}])") == "[1,2]");
  CHECK(at("outputs[0].data", R"({"outputs":[{"data":[1,2]},{"data":[9]}]})") == "[1,2]");
  CHECK(at("[1][0]", "[[1],[2]]") == "2");
  CHECK(at("a[].b[].c", R"({"a":[{"b":[{"c":1},{"c":2}]},{"b":[]}]})") == "[[1,2],[]]");
  CHECK(at("a.b", R"({"a":{}})") == "fault: answered without the field 'b' (response = 'a.b'): '{}'");
  CHECK(at("a[]", R"({"a":3})") == "fault: answered without a list (response = 'a[]'): '3'");
  CHECK(at("a[2]", R"({"a":[1]})") == "fault: answered without an element [2] (response = 'a[2]'): '[1]'");
  for (const std::string text : {".", "a.", ".a", "a..b", "a[", "a]", "a[-1]", "a[b]", "a.[0]", "[].", "[9999999]"})
    CHECK_THROWS_WITH(ResponsePath(text), Catch::StartsWith("response = '" + text + "' is no path"));
}

TEST_CASE("scores are read in the order of the classes or by their names") {
  const ScoreRows plain("logits", 3, {}, "", "", "m");
  CHECK(row(plain, "[1, -2.5, 3]") == std::vector<float>{1, -2.5f, 3});
  ScoreRows named("logits", 0, {"cat", "dog", "eel"}, "name", "p", "m");
  CHECK(named.classes() == 3);
  CHECK(row(named, R"({"eel":3,"cat":1,"dog":2})") == std::vector<float>{1, 2, 3});
  CHECK(row(named, R"([{"name":"dog","p":2},{"name":"eel","p":3},{"name":"cat","p":1}])") ==
        std::vector<float>{1, 2, 3});
  CHECK_THROWS_WITH(row(named, R"([{"name":"dog","p":2},{"name":"dog","p":3},{"name":"cat","p":1}])"),
                    Catch::StartsWith("answered with two scores of the label 'dog'"));
  CHECK_THROWS_WITH(row(named, R"([{"label":"dog","p":2}])"),
                    Catch::StartsWith("answered with a score that has no 'name' and 'p'"));
  named.set_missing(-1);
  CHECK(row(named, R"({"dog":2})") == std::vector<float>{-1, 2, -1});
  const ScoreRows labels("labels", 0, {"cat", "dog"}, "", "", "m");
  CHECK(row(labels, "1") == std::vector<float>{0, 1});
  CHECK(row(labels, R"("cat")") == std::vector<float>{1, 0});
  for (const std::string none : {"2", "-1", "0.5", "null", "[1]", R"("eel")"})
    CHECK_THROWS_AS(row(labels, none), AnswerFault);
}

TEST_CASE("pixels as text are read back to the bit and are never whole numbers") {
  std::vector<float> pixels{0, 1, 0.1f, 1e-10f, 1.0f / 3, 16777216, -0.f, std::numeric_limits<float>::denorm_min()};
  std::string text;
  append_numbers(text, pixels.data(), pixels.size());
  CHECK(text.starts_with("[0.0,1.0,0.1,1e-10,0.33333334,16777216.0,-0.0,1e-45]"));
  const json back = json::parse(text);
  for (std::size_t i = 0; i < pixels.size(); ++i) CHECK(back[i].get<float>() == pixels[i]);
}

TEST_CASE("a secret leaves this machine over TLS alone, and no address shows what it holds") {
  HttpClassifier::Options options;
  options.authentication = HttpClassifier::Authentication{"Authorization", "Bearer ", "KEY"};
  for (const std::string url :
       {"https://a.example/x", "http://localhost:8/x", "http://127.0.0.1/x", "http://[::1]:8/x"}) {
    options.url = url;
    CHECK(settings(options).headers.back() == "Authorization: Bearer secret");
    CHECK(settings(options).secret == "secret");
  }
  for (const std::string url : {"http://a.example/x", "http://localhost.a.example/x", "http://127.0.0.1.a.example/",
                                "http://a.example?127.0.0.1"}) {
    options.url = url;
    CHECK_THROWS_WITH(settings(options), Catch::Contains("would send the secret of KEY unencrypted"));
  }
  options.url = "https://a.example/x";
  options.authentication->environment = "OTHER";
  CHECK_THROWS_WITH(settings(options), Catch::Contains("the environment variable OTHER is not set"));
  CHECK(shown_url("https://a.example:8/x?key=7#y") == "https://a.example:8/x");
  CHECK(shown_url("https://me:pw@a.example/x") == "https://a.example/x");
}
