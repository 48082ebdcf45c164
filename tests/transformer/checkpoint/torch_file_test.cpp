#include "runtime/transformer/checkpoint/torch_file.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/error.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/transformer/checkpoint/small_checkpoint.hpp"
#include "tests/transformer/checkpoint/torch_archive.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;
using namespace std::string_literals;

namespace {

/// 0, 1, 2 … as float32.
std::string floats(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += little(static_cast<float>(i));
  return bytes;
}

std::string read_error(const std::string& content) {
  const TemporaryFolder folder;
  try {
    read_torch_file(folder.file("x.bin", content));
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "read";
}

std::string read_error_of_pickle(const std::string& pickle) {
  return read_error(zip({{"m/data.pkl", pickle}, {"m/data/0", floats(4)}}));
}

long peak_megabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

std::vector<double> elements(const Tensor& tensor) {
  std::vector<double> list;
  for (std::size_t i = 0; i < tensor.size(); ++i) list.push_back(tensor.at(i));
  return list;
}

}  // namespace

TEST_CASE("views of a storage have the elements that size, strides and offset say") {
  const TemporaryFolder folder;
  for (const bool zip64 : {false, true}) {
    const auto path = folder.file("x.bin", torch_file({{"rows", op::tensor("0", 12, 2, {2, 3}, {3, 1})},
                                                       {"columns", op::tensor("0", 12, 0, {3, 2}, {1, 4})},
                                                       {"scalar", op::tensor("0", 12, 7, {}, {})},
                                                       {"empty", op::tensor("0", 12, 12, {0, 9}, {9, 1})},
                                                       {"a number", "K\5"}},
                                                      {floats(12)}, zip64));
    const std::vector<StoredTensor> tensors = read_torch_file(path);
    REQUIRE(tensors.size() == 4);
    CHECK(elements(tensor_of(tensors[0])) == std::vector<double>{2, 3, 4, 5, 6, 7});
    CHECK(elements(tensor_of(tensors[1])) == std::vector<double>{0, 4, 1, 5, 2, 6});
    CHECK(elements(tensor_of(tensors[2])) == std::vector<double>{7});
    CHECK(tensor_of(tensors[3]).size() == 0);
  }
}

TEST_CASE("pickles of protocol 5 and torch.nn.Parameter are read") {
  const std::string pickle = "\x80\5\x95\0\0\0\0\0\0\0\0"s + "}\x94\x8c\1w\x94" +
                             "\x8c\x0ctorch._utils\x8c\x12_rebuild_parameter\x93" + "(" +
                             op::tensor("0", 4, 1, {2}, {1}) + "\x88" + op::global("collections", "OrderedDict") +
                             ")R" + "tR\x94s" + "\x8c\1n\x8a\5\xff\xff\xff\xff\x7f" + "s" + ".";
  const TemporaryFolder folder;
  const auto tensors = read_torch_file(folder.file("x.bin", zip({{"m/data.pkl", pickle}, {"m/data/0", floats(4)}})));
  REQUIRE(tensors.size() == 1);
  CHECK(tensors[0].name == "w");
  CHECK(elements(tensor_of(tensors[0])) == std::vector<double>{1, 2});
}

TEST_CASE("what state dicts do not need is refused by name, never run") {
  const auto refused = [](const std::string& code, const std::string& part) {
    CHECK_THAT(read_error_of_pickle("\x80\2}" + code + "."),
               Catch::Contains("x.bin: m/data.pkl: ") && Catch::Contains(part));
  };
  refused(op::global("os", "system") + op::text("touch x") + "\x85R", "\"os.system\"");
  refused(op::global("torch", "load"), "\"torch.load\"");
  refused(op::global("a\x1b[31m", "b"), "\"a\\x1b[31m.b\"");
  refused(op::number(1) + "}b", "BUILD on something else");
  for (const char* code : {"i", "o", "\x81", "\x92", "P", "\x82", "I", "V", "2", "0", "l", "d", "S"})
    refused(code, "is not one of those that state dicts need");
  refused(op::global("collections", "OrderedDict") + op::tuple({1}) + "R", "OrderedDict is called with 1 arguments");
  refused(op::number(1) + ")R", "REDUCE on something else");
  refused("h\7", "memo 7 was never filled");
  refused("tt", "no mark to go back to");
  refused("(s", "empty stack");
  refused("X\xff\xff\xff\xff", "cut off");
  refused("\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "cut off");
  CHECK_THAT(read_error_of_pickle("\x80\1}."), Catch::Contains("protocol 1"));
  CHECK_THAT(read_error_of_pickle("\x80\2)."), Catch::Contains("no dict of tensors"));
  CHECK_THAT(read_error_of_pickle("\x80\2}"), Catch::Contains("cut off"));
}

TEST_CASE("a pickle cannot take time or memory out of proportion to itself") {
  CHECK_THAT(read_error_of_pickle("\x80\2}" + std::string(1 << 20, 'N') + "."), Catch::Contains("more than 1048576"));
  const long before = peak_megabytes();
  // One long tuple as the arguments, the size and the storage of a great many tensors.
  std::string pickle = "\x80\2}(";
  for (int i = 0; i < 300000; ++i) pickle += "K\1";
  pickle += "tq\1" + op::global("torch._utils", "_rebuild_tensor_v2") + "q\2";
  for (int i = 0; i < 100000; ++i) pickle += "h\1Qh\2h\1R";
  CHECK_THAT(read_error_of_pickle(pickle + "."), Catch::Contains("no dict of tensors"));
  CHECK(peak_megabytes() - before < 200);
  CHECK_THAT(
      read_error(torch_file({{"w", op::tensor("0", 4, 0, std::vector(65, 1), std::vector(65, 1))}}, {floats(4)})),
      Catch::Contains("has 65 dimensions"));
}

TEST_CASE("tensors outside their storage, or of more elements than it, are refused") {
  const auto error = [](std::int32_t count, std::int32_t offset, const std::vector<std::int32_t>& size,
                        const std::vector<std::int32_t>& strides) {
    return read_error(torch_file({{"w", op::tensor("0", count, offset, size, strides)}}, {floats(4)}));
  };
  CHECK(error(4, 0, {4}, {1}) == "read");
  CHECK(error(3, 0, {3}, {1}) == "read");
  CHECK_THAT(error(5, 0, {4}, {1}), Catch::Contains("storage of 5 elements"));
  CHECK_THAT(error(4, 1, {4}, {1}), Catch::Contains("reaches beyond"));
  CHECK_THAT(error(4, 0, {2, 2}, {3, 1}), Catch::Contains("reaches beyond"));
  CHECK_THAT(error(4, 0, {3, 3}, {0, 1}), Catch::Contains("reaches beyond"));  // nine elements out of three
  CHECK_THAT(error(4, 0, {INT32_MAX, INT32_MAX, INT32_MAX}, {INT32_MAX, INT32_MAX, INT32_MAX}),
             Catch::Contains("reaches beyond"));
  CHECK_THAT(error(4, 5, {0}, {1}), Catch::Contains("reaches beyond"));
  CHECK_THAT(error(-1, 0, {0}, {1}), Catch::Contains("storage of -1"));
  CHECK_THAT(error(4, 0, {4}, {1, 1}), Catch::Contains("1 and 2 dimensions"));
  CHECK_THAT(error(4, 0, {-4}, {1}), Catch::Contains("none negative"));
}

TEST_CASE("archives that torch.save does not write are refused") {
  const std::string pickle = "\x80\2}.";
  CHECK(read_error(zip({{"m/data.pkl", pickle}})) == "read");
  CHECK_THAT(read_error(zip({{"data.pkl", pickle}})), Catch::Contains("no data.pkl in a folder"));
  CHECK_THAT(read_error(zip({{"a/data.pkl", pickle}, {"b/data.pkl", pickle}})), Catch::Contains("two pickles"));
  CHECK_THAT(read_error(zip({{"m/data.pkl", pickle}, {"m/data.pkl", pickle}})), Catch::Contains("stands there twice"));
  CHECK_THAT(read_error(zip({{"m/data.pkl", pickle}, {"m/byteorder", "big"}})),
             Catch::Contains("byteorder is \"big\""));
  for (const char* name : {"/m", "m//x", "../m", "m/.", "m\\x"})
    CHECK_THAT(read_error(zip({{"m/data.pkl", pickle}, {name, ""}})), Catch::Contains("is not a plain name"));
  CHECK_THAT(read_error("\x80\2\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.\x80\2M\xe9\3."),
             Catch::Contains("torch before 1.6"));
}

TEST_CASE("tensors of a model that share bytes are separated, so that each is trained by itself") {
  const TemporaryFolder folder;
  Config config = small_opt();
  config.layers = 1;
  config.bias = config.norm_affine = false;
  config.tied = false;
  std::vector<std::pair<std::string, std::string>> entries;
  std::vector<std::string> storages;
  for (const TensorSpec& spec : tensor_specs(config)) {
    const auto rows = static_cast<std::int32_t>(spec.shape[0]), columns = static_cast<std::int32_t>(spec.shape[1]);
    const bool head = spec.name == "lm_head.weight";  // the embeddings' own storage
    entries.push_back({spec.name, op::tensor(head ? "0" : std::to_string(storages.size()), rows * columns, 0,
                                             {rows, columns}, {columns, 1})});
    if (!head) storages.push_back(floats(element_count(spec.shape)));
  }
  write_folder(folder.path() / "model", config, {});
  std::filesystem::remove(folder.path() / "model/model.safetensors");
  folder.file("model/pytorch_model.bin", torch_file(entries, storages));
  Checkpoint checkpoint = load_checkpoint(folder.path() / "model");
  Tensor &embedding = checkpoint.tensors.front().tensor, &head = checkpoint.tensors.back().tensor;
  CHECK(embedding.at(5) == 5);
  CHECK(head.at(5) == 5);
  head.set(5, -1);
  CHECK(embedding.at(5) == 5);
}
