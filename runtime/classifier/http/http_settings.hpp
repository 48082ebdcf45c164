#pragma once
#include "runtime/classifier/http/http_classifier.hpp"

namespace nilgrad {

/// How requests are sent, from the options. Throws Error(option) for an address that is not http or https, has a
/// password in it, or would carry a secret unencrypted to another machine; for a header that is none; where the
/// secret's environment variable is not set; Error(file) for `ca`.
Posts::Settings posts_settings(const HttpClassifier::Options& options, HttpClassifier::Warn warn,
                               std::function<double()> jitter, const HttpClassifier::Environment& environment);

/// The address as messages show it: without query, which may hold a secret.
std::string shown_url(const std::string& url);

}  // namespace nilgrad
