#pragma once
#include <array>

#include "runtime/classifier/http/posts.hpp"

namespace nilgrad {

/// One try of one request, in the multi handle as long as it lives.
class Posts::Transfer {
 public:
  Transfer(CURLM* multi, const Settings& settings, const curl_slist* headers, PostContent content, Job request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const noexcept { return handle_; }
  const Job& job() const noexcept { return job_; }
  const std::string& body() const noexcept { return body_; }
  bool too_long() const noexcept { return too_long_; }
  /// What libcurl says of a failure.
  std::string error(CURLcode code) const;
  long status() const;
  /// Seconds that the server asks to wait, 0 where it does not.
  double retry_after() const;
  /// Where a redirection points to; "" where there is none.
  std::string redirection() const;

 private:
  static std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* self);
  void fill(const curl_slist* headers);

  CURLM* multi_;
  CURL* handle_;
  curl_mime* form_ = nullptr;
  PostContent content_;
  Job job_;
  std::string body_;
  std::size_t longest_;
  bool too_long_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace nilgrad
