#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/targets.hpp"

namespace {

const std::filesystem::path corpus = "tests/fuzz/corpus";

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("What fuzzing found is taken without a fault") {
  for (const auto& target : nilgrad::fuzz::targets()) {
    int inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus / target.name)) {
      INFO(entry.path().string());
      CHECK_NOTHROW(target.run(contents(entry.path())));
      ++inputs;
    }
    CAPTURE(std::string(target.name));
    CHECK(inputs > 0);
  }
}
