#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "runtime/classifier/classifier.hpp"
#include "runtime/classifier/executor.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

const std::string onnx = "tests/data/onnx/";

/// The error of loading a file without its path, which must be its beginning.
std::string refusal(const std::filesystem::path& path, ErrorKind kind = ErrorKind::file) {
  try {
    Classifier::load(path);
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    const std::string text = error.what(), start = path.string() + ": ";
    CHECK(text.starts_with(start));
    CHECK(text.find('\n') == text.npos);
    return text.substr(std::min(start.size(), text.size()));
  }
  return "no error";
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("what is no file is refused before ONNX Runtime sees it") {
  const TemporaryFolder folder;
  CHECK(refusal(folder.path() / "missing.onnx") == "no such file");
  CHECK(refusal(folder.path() / "missing" / "model.onnx") == "no such file");
  CHECK(refusal(folder.path()) == "a folder, not a file");
  CHECK(refusal(folder.file("empty.onnx", "")) == "the file is empty");
  CHECK(refusal("/dev/zero") == "not a regular file");
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(refusal(folder.path() / "pipe") == "not a regular file");
  if (geteuid() != 0) {
    const auto secret = folder.file("secret.onnx", "x");
    chmod(secret.c_str(), 0);
    CHECK(refusal(secret) == "no permission to read it");
  }
}

TEST_CASE("a file that is not ONNX is refused in one line") {
  const TemporaryFolder folder;
  CHECK(refusal(folder.file("text.onnx", "This is no model.\nNor is this.\n")) == "Protobuf parsing failed.");
  CHECK(refusal(folder.file("garbage.onnx", std::string(1000, '\xa5'))) == "Protobuf parsing failed.");
  CHECK(refusal(folder.file("nulls.onnx", std::string(64, '\0'))) == "Protobuf parsing failed.");
}

TEST_CASE("a model cut off anywhere or with a byte changed is refused or works, and never crashes") {
  const TemporaryFolder folder;
  const std::string whole = content(onnx + "linear.onnx");
  REQUIRE(whole.size() > 100);
  for (std::size_t length = 1; length < whole.size(); length += 7)
    CHECK(refusal(folder.file("cut.onnx", whole.substr(0, length))) != "no error");
  for (std::size_t at = 0; at < whole.size(); at += 5) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    CHECK(!refusal(folder.file("changed.onnx", changed)).empty());
  }
}

TEST_CASE("an ONNX file that is no classifier is refused with the reason") {
  CHECK(refusal(onnx + "two_inputs.onnx") == "a classifier has one input; this model has 2: x, z");
  CHECK(refusal(onnx + "integer_input.onnx") == "input 'x' takes int64; images are float32, float64, float16 or uint8");
  CHECK(refusal(onnx + "vector_input.onnx") == "input 'x' has shape [?]; a classifier takes [batch, …]");
  CHECK(refusal(onnx + "any_size.onnx", ErrorKind::option) ==
        "input 'x' has shape [?, 3, ?, ?]; say input_shape = { … }, that of your images: [3, ?, ?]");
  CHECK(refusal(onnx + "huge_input.onnx") ==
        "input 'x' has shape [?, 1048576, 1048576]: a sample of more than 268435456 numbers");
  CHECK(refusal(onnx + "integer_output.onnx") ==
        "a classifier has an output of floating-point scores; this model has label (int64 [?])");
  CHECK(refusal(onnx + "maps.onnx") ==
        "a classifier has an output of floating-point scores; this model has list (a sequence or map) (export "
        "scikit-learn's with zipmap = False)");
  CHECK(refusal(onnx + "one_class.onnx", ErrorKind::option) ==
        "output 'y' has shape [2, 1]; a classifier has two classes at least: say head = 'sigmoid' where one number "
        "decides between two classes");
  CHECK(refusal(onnx + "image_output.onnx") ==
        "output 'y' has shape [2, 1, 2, 2] for a batch of 2; a classifier gives [batch, classes]");
  CHECK(refusal(onnx + "folds_batch.onnx") ==
        "output 'flat' has shape [1, 6] for a batch of 2; a classifier gives [batch, classes] (batch = 1 if it takes "
        "one image at a time)");
  CHECK(refusal(onnx + "unknown_operator.onnx").find("No Op registered for Relux") != std::string::npos);
}

TEST_CASE("a missing or unfit plug-in is reported with what to do") {
  const TemporaryFolder folder, other;
  const std::string remedy = "; ./bootstrap build fetches ONNX Runtime and builds it";
  const auto message = [&] {
    try {
      open_onnx_executor({folder.path(), other.path()});
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::unavailable);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  CHECK(message() == "ONNX models need the plug-in onnx_ort.so, which is not in " + folder.path().string() + " or " +
                         other.path().string() + remedy);
  const auto file = other.file("onnx_ort.so", "no library");
  CHECK(message() == "cannot open the ONNX plug-in: " + file.string() + ": file too short" + remedy);
  std::filesystem::remove(file);
  std::filesystem::copy_file("/proc/self/exe", file);
  CHECK(message().find("cannot open the ONNX plug-in: ") == 0);
}

TEST_CASE("$NILGRAD_PLUGINS alone is searched when it is set") {
  REQUIRE(setenv("NILGRAD_PLUGINS", "/some/folder", 1) == 0);
  CHECK(plugin_folders() == std::vector<std::filesystem::path>{"/some/folder"});
  REQUIRE(unsetenv("NILGRAD_PLUGINS") == 0);
  const auto folders = plugin_folders();
  REQUIRE(folders.size() == 2);
  CHECK(folders[0].parent_path().parent_path() == std::filesystem::read_symlink("/proc/self/exe").parent_path());
  CHECK(folders[1] == folders[0].parent_path().parent_path().parent_path() / "lib" / "nilgrad");
}
