#pragma once
#include <functional>
#include <map>
#include <optional>
#include <variant>

#include "runtime/classifier/http/posts.hpp"
#include "runtime/classifier/http/response_path.hpp"
#include "runtime/classifier/pixel_format.hpp"
#include "runtime/classifier/remote/remote_classifier.hpp"

namespace nilgrad {

/// A web service as a classifier: images are POSTed as JSON or PNG, scores are read from a JSON answer
/// (docs/classifiers.md).
class HttpClassifier final : public RemoteClassifier {
 public:
  struct Authentication {
    std::string header = "Authorization", prefix = "Bearer ";
    std::string environment;  ///< the variable that holds the secret
  };
  struct Options {
    std::string url;
    std::vector<double> input_shape;
    std::int64_t classes = 0;
    std::variant<std::string, std::vector<std::string>> labels = std::vector<std::string>{};
    std::string label_field = "label", score_field = "score";
    std::string scores = "probabilities";
    std::optional<double> missing;
    std::string format = "json";
    std::optional<std::string> field;
    std::string response;
    std::optional<std::int64_t> batch;
    std::string layout = "nchw";
    std::vector<double> range, mean, std;
    std::optional<double> rate;
    std::int64_t connections = 4, retries = 4;
    double timeout = 30, back_off = 0.5, longest_wait = 300;
    std::string ca;
    std::optional<std::string> name;

    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> fields;  ///< their values are JSON
    std::optional<Authentication> authentication;
  };
  using Warn = std::function<void(const std::string&)>;
  using Environment = std::function<const char*(const char*)>;

  /// Connects to nobody yet. `warn` is told of the first retry, `jitter` gives numbers from [0, 1).
  HttpClassifier(const Options& options, Warn warn, std::function<double()> jitter, const Environment& environment);
  std::string to_string() const override;

 private:
  void answer(const float* images, std::size_t count, float* scores, const StopToken& stop) override;
  PostContent content(const float* images, std::size_t count) const;
  std::string json_for(const float* images, std::size_t count) const;
  void append_image(std::string& text, const float* image) const;
  void read_answer(const std::string& body, std::size_t count, float* scores);

  Options options_;
  std::string field_;
  std::vector<std::size_t> extents_;  // of an image in JSON, outermost first
  PixelFormat format_;
  ResponsePath response_;
  Posts posts_;
};

}  // namespace nilgrad
