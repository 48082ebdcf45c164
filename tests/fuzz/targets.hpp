#pragma once
#include <span>
#include <stdexcept>
#include <string_view>

// What is fuzzed: functions that take any bytes at all and come back. Refusing them with an Error (or a Lua error) is
// coming back; anything else (a crash, a sanitizer's report, a broken promise of the code) is a fault. libFuzzer drives
// each by driver/fuzzer.cpp; corpus_test.cpp runs what was found so far through them.
namespace nilgrad::fuzz {

struct Target {
  std::string_view name;  ///< of its folder in corpus/ and of its program, nilgrad_fuzz_NAME
  void (*run)(std::string_view input);
};

/// Is this text a whole unit of the prompt, and what does it compile to? Nothing is run.
void chunk(std::string_view input);
/// What Tab offers after this text.
void completion(std::string_view input);
/// The options table of any entry of the catalog, made of these bytes.
void options(std::string_view input);
/// JSON to Lua and back.
void json(std::string_view input);
/// A file that people hand each other, in a format that the first byte chooses.
void file(std::string_view input);
/// The prompt's history file.
void history(std::string_view input);

std::span<const Target> targets();

/// A promise that the target's code makes.
inline void require(bool kept, const char* promise) {
  if (!kept) throw std::logic_error(promise);
}

}  // namespace nilgrad::fuzz
