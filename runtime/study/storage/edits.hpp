#pragma once
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// What all storages do to a trial in the same way.

/// Parameters and notes replace those of the same name, reports those of the same step: adding twice is adding once.
void add_to(Trial& trial, const Additions& additions);
/// Back into the queue: what it was evaluated at is what it shall be evaluated at.
void wait_again(Trial& trial);
/// Why a trial failed that lost `workers` of them.
std::string lost_workers(std::int64_t workers);

/// What counts towards a budget: 0 for what is no number.
double known_cost(double cost);

/// A study's or a parameter's name must be the same in every storage: UTF-8 without NUL, not empty. Throws
/// Error(option).
void check_name(const char* what, const std::string& name);
/// Other texts (what a program wrote before it failed) are kept as far as they can be: bytes that are no UTF-8, and
/// NUL, become U+FFFD.
std::string clean_text(const std::string& text);

/// A study that is no more: throws Error(file).
[[noreturn]] void study_removed(const std::string& storage);
/// Only what is over can be imported. Throws Error(option).
void check_import(const std::vector<Trial>& trials);

}  // namespace nilgrad::study
