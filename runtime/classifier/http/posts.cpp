#include "runtime/classifier/http/posts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/classifier/http/transfer.hpp"
#include "runtime/classifier/remote/score_rows.hpp"
#include "runtime/error.hpp"
#include "runtime/objective/process/protocol.hpp"

namespace nilgrad {
namespace {

constexpr int longest_poll = 20;         // ms between looks at an interrupt
constexpr double longest_back_off = 60;  // seconds

std::chrono::steady_clock::duration seconds(double count) {
  return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(count));
}

bool may_pass(long status) {
  constexpr std::array<long, 8> passing{408, 425, 429, 500, 502, 503, 504, 529};
  return std::find(passing.begin(), passing.end(), status) != passing.end();
}

/// Failures that another try may mend; the others are settings, certificates and the like.
bool may_pass(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

std::string without_query(const std::string& url) { return url.substr(0, url.find_first_of("?#")); }

bool is_certificate(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

Posts::Posts(Settings settings) : settings_(std::move(settings)) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_ = started == CURLE_OK ? curl_multi_init() : nullptr;
  if (!multi_) throw_error(ErrorKind::unavailable, "libcurl cannot be started");
  for (const std::string& header : settings_.headers) headers_ = curl_slist_append(headers_, header.c_str());
}

Posts::~Posts() {
  active_.clear();
  curl_multi_cleanup(multi_);
  curl_slist_free_all(headers_);
}

void Posts::send(const Exchange& exchange, const StopToken& stop) {
  std::deque<Job> waiting;
  for (std::size_t i = 0; i < exchange.count; ++i) waiting.push_back({i, 0, {}});
  try {
    while (!waiting.empty() || !active_.empty()) {
      stop.check();
      start(exchange, waiting);
      int running = 0;
      curl_multi_perform(multi_, &running);
      finish(exchange, waiting);
      curl_multi_poll(multi_, nullptr, 0, wait_for(waiting), nullptr);
    }
  } catch (...) {
    active_.clear();
    throw;
  }
}

/// In milliseconds, at least as long as nothing can be started.
int Posts::wait_for(const std::deque<Job>& waiting) const {
  if (waiting.empty() || active_.size() >= settings_.connections) return active_.empty() ? 0 : longest_poll;
  const auto start = std::max(waiting.front().not_before, next_start_);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(start - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, longest_poll));
}

/// Waiting jobs stand in the order of the times that they may begin at.
void Posts::start(const Exchange& exchange, std::deque<Job>& waiting) {
  while (!waiting.empty() && active_.size() < settings_.connections) {
    const auto now = Clock::now();
    if (waiting.front().not_before > now || next_start_ > now) return;
    Job job = waiting.front();
    waiting.pop_front();
    ++job.tries;
    if (settings_.rate) next_start_ = now + seconds(exchange.units(job.index) / *settings_.rate);
    active_.push_back(std::make_unique<Transfer>(multi_, settings_, headers_, exchange.content(job.index), job));
  }
}

void Posts::finish(const Exchange& exchange, std::deque<Job>& waiting) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    const auto done = std::find_if(active_.begin(), active_.end(),
                                   [&](const auto& transfer) { return transfer->handle() == message->easy_handle; });
    if (done == active_.end()) continue;
    const std::unique_ptr<Transfer> transfer = std::move(*done);
    active_.erase(done);
    settle(exchange, waiting, *transfer, code);
  }
}

std::optional<Posts::Failure> Posts::judge(const Transfer& transfer, CURLcode code) const {
  if (transfer.too_long()) return Failure{fmt::format("answered with more than {} bytes", settings_.longest_answer)};
  if (is_certificate(code))
    return Failure{
        fmt::format("has a certificate that cannot be verified: {} (ca = the file of the authority's "
                    "certificate, if you trust it)",
                    transfer.error(code))};
  const long status = transfer.status();
  const std::string began = status > 0 ? fmt::format("began to answer with status {}, but ", status) : "";
  if (code == CURLE_OPERATION_TIMEDOUT)
    return Failure{
        fmt::format("{}gave no {}answer within {} s", began, began.empty() ? "" : "whole ", settings_.timeout), true};
  if (code != CURLE_OK)
    return Failure{fmt::format("{}{}: {}", began, began.empty() ? "gave no answer" : "broke off", transfer.error(code)),
                   may_pass(code)};
  if (status >= 200 && status < 300) return {};
  if (status >= 300 && status < 400)
    return Failure{
        fmt::format("answered with status {} and points to '{}'; redirections are not followed: give that "
                    "as url, if you trust it",
                    status, without_query(transfer.redirection()))};
  return Failure{fmt::format("answered with status {}{}", status,
                             transfer.body().empty() ? "" : ": " + excerpt(without_secret(transfer.body()))),
                 may_pass(status), transfer.retry_after()};
}

void Posts::settle(const Exchange& exchange, std::deque<Job>& waiting, const Transfer& transfer, CURLcode code) {
  const Job& job = transfer.job();
  if (const auto failure = judge(transfer, code)) {
    last_error_ = without_secret(failure->what);
    if (!failure->again || job.tries > settings_.retries) give_up(job, last_error_);
    return try_again(waiting, job, *failure);
  }
  try {
    exchange.answered(job.index, transfer.body());
  } catch (const AnswerFault& fault) {
    // An excerpt may end within a secret, which could not be found then.
    const bool secret = !settings_.secret.empty() && transfer.body().find(settings_.secret) != std::string::npos;
    last_error_ =
        secret ? "answered with no scores, but with the secret that it was sent, so it is not shown" : fault.what();
    give_up(job, last_error_);
  }
}

/// Back-off with jitter, so that several that were refused at once do not all come again at once; what the server asks
/// for holds for every request.
void Posts::try_again(std::deque<Job>& waiting, Job job, const Failure& failure) {
  if (failure.wait > settings_.longest_wait)
    give_up(job, fmt::format("{} and asks to wait {} s, more than longest_wait = {}", last_error_, failure.wait,
                             settings_.longest_wait));
  const double back_off = std::min(longest_back_off, settings_.back_off * std::exp2(job.tries - 1));
  const double wait = failure.wait + back_off * (0.5 + 0.5 * settings_.jitter());
  const auto now = Clock::now();
  job.not_before = now + seconds(wait);
  if (failure.wait > 0) next_start_ = std::max(next_start_, now + seconds(failure.wait));
  waiting.insert(std::upper_bound(waiting.begin(), waiting.end(), job,
                                  [](const Job& a, const Job& b) { return a.not_before < b.not_before; }),
                 job);
  ++retries_;
  if (warned_) return;
  warned_ = true;
  settings_.warn(fmt::format("{} {}\n  it is asked again in {:.1f} s; the next failures are not shown",
                             settings_.shown_url, last_error_, wait));
}

void Posts::give_up(const Job& job, const std::string& what) {
  throw_error(ErrorKind::unavailable, "{} {} (tried {})", settings_.shown_url, what,
              job.tries == 1 ? "once" : fmt::format("{} times", job.tries));
}

std::string Posts::without_secret(std::string text) const {
  const std::string& secret = settings_.secret;
  if (secret.empty()) return text;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
  return text;
}

}  // namespace nilgrad
