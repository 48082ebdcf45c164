#include "runtime/classifier/http/http_settings.hpp"

#include <algorithm>
#include <cctype>

#include "runtime/error.hpp"
#include "runtime/input_file.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t answer_bytes = 1 << 20, score_bytes = 128;  // most of an answer, and more of it a score

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// "example.org" of "https://example.org:8443/v1", after the checks.
std::string host_of(const std::string& url) {
  const bool http = url.starts_with("http://");
  if (!http && !url.starts_with("https://"))
    throw_error(ErrorKind::option, "option 'url' of ng.model.http must begin with https:// or http://, got '{}'",
                shown_url(url));
  if (std::any_of(url.begin(), url.end(), [](char c) { return is_control(c) || c == ' '; }))
    throw_error(ErrorKind::option, "option 'url' of ng.model.http holds a space or control character: '{}'",
                shown_url(url));
  const std::size_t start = http ? 7 : 8;
  const std::string authority = url.substr(start, url.find_first_of("/?#", start) - start);
  if (authority.find('@') != std::string::npos)
    throw_error(ErrorKind::option,
                "option 'url' of ng.model.http holds a user or password; put it into an environment "
                "variable and say authentication = {{ environment = its name }}");
  if (authority.starts_with("[")) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_this_machine(const std::string& host) {
  const bool number = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "[::1]" || (number && host.starts_with("127."));
}

bool is_token(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::string header_line(const std::string& name, const std::string& value, bool secret) {
  if (!is_token(name)) throw_error(ErrorKind::option, "ng.model.http: '{}' is no name of a header", name);
  if (std::any_of(value.begin(), value.end(), is_control))
    throw_error(ErrorKind::option, "ng.model.http: the header {} holds a control character{}", name,
                secret ? " (a line's end in the environment variable?)" : ": a line's end would begin another header");
  return value.empty() ? name + ";" : name + ": " + value;
}

std::string secret_from(const HttpClassifier::Authentication& authentication,
                        const HttpClassifier::Environment& environment) {
  const char* secret = environment(authentication.environment.c_str());
  if (!secret || !*secret)
    throw_error(ErrorKind::option,
                "authentication of ng.model.http: the environment variable {} is not set; it is to hold "
                "what {} sends after '{}'",
                authentication.environment, authentication.header, authentication.prefix);
  return secret;
}

}  // namespace

std::string shown_url(const std::string& url) {
  std::string shown = url.substr(0, url.find_first_of("?#"));
  const std::size_t start = shown.find("://");
  if (const std::size_t user = shown.find('@'); start != std::string::npos && user != std::string::npos && user > start)
    shown.erase(start + 3, user - start - 2);
  return shown;
}

Posts::Settings posts_settings(const HttpClassifier::Options& options, HttpClassifier::Warn warn,
                               std::function<double()> jitter, const HttpClassifier::Environment& environment) {
  Posts::Settings settings;
  const std::string host = host_of(options.url);
  settings.url = options.url;
  settings.shown_url =
      options.name ? fmt::format("{} ({})", *options.name, shown_url(options.url)) : shown_url(options.url);
  for (const auto& [name, value] : options.headers) settings.headers.push_back(header_line(name, value, false));
  const auto has = [&](const char* name) {
    return std::any_of(options.headers.begin(), options.headers.end(), [&](const auto& header) {
      return std::equal(header.first.begin(), header.first.end(), name, name + std::char_traits<char>::length(name),
                        [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    });
  };
  if (options.format == "json" && !has("content-type")) settings.headers.emplace_back("Content-Type: application/json");
  settings.headers.emplace_back("Expect:");  // not every server answers "100 Continue", and each would cost a second
  if (options.authentication) {
    if (options.url.starts_with("http://") && !is_this_machine(host))
      throw_error(ErrorKind::option,
                  "ng.model.http would send the secret of {} unencrypted to {}; the url must begin with "
                  "https://",
                  options.authentication->environment, host);
    settings.secret = secret_from(*options.authentication, environment);
    settings.headers.push_back(
        header_line(options.authentication->header, options.authentication->prefix + settings.secret, true));
  }
  if (!options.ca.empty()) require_readable_file(options.ca);
  settings.ca = options.ca;
  settings.timeout = options.timeout;
  settings.connections = static_cast<std::size_t>(options.connections);
  settings.rate = options.rate;
  settings.retries = static_cast<int>(options.retries);
  settings.back_off = options.back_off;
  settings.longest_wait = options.longest_wait;
  const std::size_t classes = std::max<std::size_t>(static_cast<std::size_t>(options.classes), 1024);
  settings.longest_answer = answer_bytes + score_bytes * classes * static_cast<std::size_t>(options.batch.value_or(1));
  settings.jitter = std::move(jitter);
  settings.warn = std::move(warn);
  return settings;
}

}  // namespace nilgrad
