#include <fstream>

#include "interpreter/prompt/history_file.hpp"
#include "interpreter/prompt/history_line.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/temporary_folder.hpp"

namespace nilgrad::fuzz {

void history(std::string_view input) {
  using namespace interpreter;
  static const TemporaryFolder folder;
  const std::string path = (folder.path() / "history").string();
  std::ofstream(path, std::ios::binary) << input;
  for (const std::string& unit : HistoryFile(path).read().units)
    require(is_history_line(std::string_view(history_line(unit)).substr(0, history_line(unit).size() - 1)),
            "what was read can be written");
  const std::string line = history_line(input);
  require(line.ends_with('\n') && line.find('\n') == line.size() - 1, "a unit is one line");
  require(unit_of(std::string_view(line).substr(0, line.size() - 1)) == input, "a line holds all of its unit");
}

}  // namespace nilgrad::fuzz
