#pragma once
#include <curl/curl.h>

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/stop_token.hpp"

namespace nilgrad {

/// The content of a request.
struct PostContent {
  std::string json;                                             ///< sent as it is, unless there is a
  std::string png;                                              ///< picture, sent as multipart/form-data
  std::string field;                                            ///< the picture's field
  std::vector<std::pair<std::string, std::string>> texts = {};  ///< fields beside it
};

/// Sends POST requests to one address, several at a time: at a given rate, and again after failures that may pass.
/// Nothing here waits longer than 20 ms without looking whether it is to stop.
class Posts {
 public:
  struct Settings {
    std::string url, shown_url;        ///< shown_url has nothing secret in it
    std::vector<std::string> headers;  ///< "Name: value"
    std::string secret;                ///< in a header; hidden in whatever is said
    std::string ca;                    ///< a file of certificates to trust instead of the system's
    double timeout = 30;               ///< seconds of one try
    std::size_t connections = 4;
    std::optional<double> rate;  ///< units a second
    int retries = 4;
    double back_off = 0.5;      ///< seconds before the second try, doubled for each later one, at most
    double longest_wait = 300;  ///< seconds that a server may ask to wait
    std::size_t longest_answer = 1 << 20;
    std::function<double()> jitter;                ///< from [0, 1)
    std::function<void(const std::string&)> warn;  ///< of the first retry
  };
  struct Exchange {
    std::size_t count;                                              ///< requests
    std::function<PostContent(std::size_t)> content;                ///< of request i
    std::function<double(std::size_t)> units;                       ///< of the rate that it takes
    std::function<void(std::size_t, const std::string&)> answered;  ///< with the body; may throw AnswerFault
  };

  explicit Posts(Settings settings);
  ~Posts();
  Posts(const Posts&) = delete;
  Posts& operator=(const Posts&) = delete;

  /// Sends every request until it was answered with a status of 200 to 299. Throws Error(unavailable), naming address,
  /// status and what was tried, for the first that was not: at once where another try cannot help (other statuses,
  /// redirections, an AnswerFault, a certificate), else after the retries (no connection, no answer in time, an answer
  /// cut off, 408, 425, 429, 500, 502, 503, 504). Throws Error(interrupted). Either way no request is left open.
  void send(const Exchange& exchange, const StopToken& stop);

  std::int64_t retries() const noexcept { return retries_; }
  const std::string& last_error() const noexcept { return last_error_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    std::size_t index = 0;
    int tries = 0;
    Clock::time_point not_before{};
  };
  class Transfer;
  struct Failure {
    std::string what;
    bool again = false;
    double wait = 0;  // seconds that the server asks for
  };

  void start(const Exchange& exchange, std::deque<Job>& waiting);
  void finish(const Exchange& exchange, std::deque<Job>& waiting);
  void settle(const Exchange& exchange, std::deque<Job>& waiting, const Transfer& transfer, CURLcode code);
  std::optional<Failure> judge(const Transfer& transfer, CURLcode code) const;
  void try_again(std::deque<Job>& waiting, Job job, const Failure& failure);
  [[noreturn]] void give_up(const Job& job, const std::string& what);
  std::string without_secret(std::string text) const;
  int wait_for(const std::deque<Job>& waiting) const;

  Settings settings_;
  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::list<std::unique_ptr<Transfer>> active_;
  Clock::time_point next_start_{};  // by the rate, or because the server asked to wait
  std::int64_t retries_ = 0;
  bool warned_ = false;
  std::string last_error_;
};

}  // namespace nilgrad
