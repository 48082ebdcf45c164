#include "runtime/classifier/http/transfer.hpp"

#include <algorithm>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

template <class T>
void set(CURL* handle, CURLoption option, T value) {
  if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK)
    throw_error(ErrorKind::unavailable, "libcurl refuses option {}: {}", static_cast<int>(option),
                curl_easy_strerror(code));
}

}  // namespace

Posts::Transfer::Transfer(CURLM* multi, const Settings& settings, const curl_slist* headers, PostContent content,
                          Job request)
    : multi_(multi),
      handle_(curl_easy_init()),
      content_(std::move(content)),
      job_(request),
      longest_(settings.longest_answer) {
  if (!handle_) throw_error(ErrorKind::unavailable, "libcurl cannot be started");
  try {
    set(handle_, CURLOPT_URL, settings.url.c_str());
    set(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle_, CURLOPT_FOLLOWLOCATION, 0L);  // a redirected POST becomes a GET, and would take the headers along
    set(handle_, CURLOPT_USERAGENT, "nilgrad/" NILGRAD_VERSION);
    set(handle_, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(1000 * settings.timeout)));
    set(handle_, CURLOPT_QUICK_EXIT, 1L);  // an interrupt does not wait for a name to be resolved
    set(handle_, CURLOPT_ERRORBUFFER, error_.data());
    set(handle_, CURLOPT_PRIVATE, static_cast<void*>(this));
    set(handle_, CURLOPT_WRITEFUNCTION, receive);
    set(handle_, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.ca.empty()) set(handle_, CURLOPT_CAINFO, settings.ca.c_str());
    fill(headers);
    curl_multi_add_handle(multi_, handle_);
  } catch (...) {
    curl_mime_free(form_);
    curl_easy_cleanup(handle_);
    throw;
  }
}

Posts::Transfer::~Transfer() {
  curl_multi_remove_handle(multi_, handle_);
  curl_easy_cleanup(handle_);
  curl_mime_free(form_);
}

void Posts::Transfer::fill(const curl_slist* headers) {
  set(handle_, CURLOPT_HTTPHEADER, headers);
  if (content_.png.empty()) {
    set(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(content_.json.size()));
    set(handle_, CURLOPT_POSTFIELDS, content_.json.data());
    return;
  }
  form_ = curl_mime_init(handle_);
  curl_mimepart* picture = curl_mime_addpart(form_);
  curl_mime_name(picture, content_.field.c_str());
  curl_mime_filename(picture, "image.png");
  curl_mime_type(picture, "image/png");
  curl_mime_data(picture, content_.png.data(), content_.png.size());
  for (const auto& [name, text] : content_.texts) {
    curl_mimepart* part = curl_mime_addpart(form_);
    curl_mime_name(part, name.c_str());
    curl_mime_data(part, text.data(), text.size());
  }
  set(handle_, CURLOPT_MIMEPOST, form_);
}

std::size_t Posts::Transfer::receive(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.too_long_ = transfer.too_long_ || transfer.body_.size() + size * count > transfer.longest_;
  if (transfer.too_long_) return 0;
  transfer.body_.append(bytes, size * count);
  return size * count;
}

std::string Posts::Transfer::error(CURLcode code) const {
  std::string text = error_[0] ? error_.data() : curl_easy_strerror(code);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

long Posts::Transfer::status() const {
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

double Posts::Transfer::retry_after() const {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &seconds);
  return static_cast<double>(seconds);
}

std::string Posts::Transfer::redirection() const {
  const char* url = nullptr;
  curl_easy_getinfo(handle_, CURLINFO_REDIRECT_URL, &url);
  return url ? url : "";
}

}  // namespace nilgrad
