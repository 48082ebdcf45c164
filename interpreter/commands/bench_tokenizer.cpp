#include "interpreter/commands/bench_tokenizer.hpp"

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

#include "interpreter/commands/measure.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/error.hpp"
#include "runtime/input_file.hpp"
#include "runtime/transformer/tokenizer/tokenizer.hpp"

namespace nilgrad::interpreter {
namespace {

struct Row {
  const char* name;
  std::function<void()> body;
  std::vector<double> seconds;
};

std::string repeated(const std::string& file, std::size_t bytes) {
  require_readable_file(file);
  std::ifstream stream(file, std::ios::binary);
  const std::string once(std::istreambuf_iterator<char>(stream), {});
  std::string text = once;
  while (text.size() + once.size() <= bytes) text += once;
  return text;
}

void measure(const transformer::Tokenizer& tokenizer, const std::string& text, int repeat) {
  std::vector<std::int32_t> ids;
  std::string back;
  volatile std::uint64_t kept = 0;
  std::vector<Row> rows;
  rows.push_back({"hash of every byte",
                  [&] {
                    std::uint64_t hash = 0;
                    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3u;
                    kept = hash;
                  },
                  {}});
  rows.push_back({"encode",
                  [&] { ids = tokenizer.encode(text, {.specials = true, .prepend = std::vector<std::int32_t>{}}); },
                  {}});
  rows.push_back({"decode", [&] { back = tokenizer.decode(ids); }, {}});
  for (int i = 0; i <= repeat; ++i)
    for (Row& row : rows) {
      const double start = thread_seconds();
      row.body();
      if (i > 0) row.seconds.push_back(thread_seconds() - start);  // the first warms pages and clock
    }
  fmt::print("{:.1f} MB, {} tokens ({:.2f} bytes each), {}, one thread, medians of {} alternating repetitions\n\n",
             1e-6 * static_cast<double>(text.size()), ids.size(),
             static_cast<double>(text.size()) / static_cast<double>(ids.size()), tokenizer.description(), repeat);
  fmt::print("{:<20}{:>9}{:>17}\n", "pass", "MB/s", "share of limit");
  for (const Row& row : rows)
    fmt::print("{:<20}{:>9.1f}{:>15.1f} %\n", row.name, 1e-6 * static_cast<double>(text.size()) / median(row.seconds),
               100 * median(rows.front().seconds) / median(row.seconds));
  if (back != text) fmt::print("\ndecoded, the text is another: it is not UTF-8, or was put into NFC\n");
}

}  // namespace

int bench_tokenizer(const std::string& folder, const std::string& file, int megabytes, int repeat) {
  try {
    const auto tokenizer = transformer::Tokenizer::load(folder);
    measure(*tokenizer, repeated(file, static_cast<std::size_t>(megabytes) * 1'000'000), repeat);
  } catch (const Error& error) {
    fmt::print(stderr, "nilgrad: {}\n", error.what());
    return exit_error;
  }
  return exit_done;
}

}  // namespace nilgrad::interpreter
