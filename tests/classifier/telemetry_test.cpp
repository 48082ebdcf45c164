#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "runtime/classifier/classifier.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

TEST_CASE("a model is loaded and run", "[.alone]") {
  const Classifier model = Classifier::load("tests/data/onnx/linear.onnx");
  Tensor out;
  model.logits(Tensor({3, 2}, DType::float32), out);
  const char* disabled = std::getenv("ORT_DISABLE_TELEMETRY");
  CHECK((disabled && std::string(disabled) == "1"));
}

TEST_CASE("ONNX Runtime keeps no device id and no file in the user's home") {
  const TemporaryFolder home;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string folders =
      "HOME='" + home.path().string() + "' XDG_CACHE_HOME='" + home.path().string() + "/.cache' ";
  CHECK(std::system((folders + "ORT_DISABLE_TELEMETRY=0 '" + program + "' '[.alone]' > /dev/null").c_str()) == 0);
  CHECK(std::filesystem::is_empty(home.path()));
}
