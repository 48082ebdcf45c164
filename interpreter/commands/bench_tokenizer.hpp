#pragma once
#include <string>

namespace nilgrad::interpreter {

/// Encoding and decoding a text file with the tokenizer of a folder, next to a hash of every byte, one after another:
/// what looking words up cannot do without. The text is repeated up to `megabytes`; one thread, medians of `repeat`
/// alternating repetitions, CPU time. Prints a table.
int bench_tokenizer(const std::string& folder, const std::string& file, int megabytes, int repeat);

}  // namespace nilgrad::interpreter
