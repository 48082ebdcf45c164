#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>

#include "runtime/classifier/classifier.hpp"
#include "runtime/random/uniform.hpp"

using namespace nilgrad;

namespace {

const std::string onnx = "tests/data/onnx/";

Classifier load(const std::string& name, const std::function<void(ClassifierOptions&)>& change = {}) {
  ClassifierOptions options;
  options.path = onnx + name + ".onnx";
  if (change) change(options);
  return Classifier::load(options);
}

std::string refusal(const std::string& name, const std::function<void(ClassifierOptions&)>& change = {}) {
  try {
    load(name, change);
  } catch (const Error& error) {
    const std::string text = error.what(), start = onnx + name + ".onnx: ";
    CHECK(text.starts_with(start));
    return text.substr(std::min(start.size(), text.size()));
  }
  return "no error";
}

/// Seven images [3, 4, 5] in [0, 1], no two alike.
Tensor images() {
  Tensor batch({7, 3, 4, 5}, DType::float32);
  std::uint32_t state = 7;
  for (float& value : batch.as<float>())
    value = static_cast<float>((state = state * 1664525 + 1013904223) >> 8) * 0x1p-24f;
  return batch;
}

Tensor scores(const Classifier& model, const Tensor& batch) {
  Tensor out;
  model.logits(batch, out);
  return out;
}

double difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.size() == b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a.at(i) - b.at(i)));
  return largest;
}

void caffe(ClassifierOptions& options) {
  options.range = {0, 255};
  options.mean = {104, 117, 123};
  options.std = {2, 4, 8};
  options.channel_order = "bgr";
}

}  // namespace

TEST_CASE("a model gives the same scores whatever layout, range, mean, std and channel order its input has") {
  const Tensor expected = scores(load("pixels"), images());
  CHECK(load("pixels").layout() == "nchw");
  CHECK(load("pixels_nhwc").layout() == "nhwc");
  CHECK(to_string(load("pixels_nhwc").input_shape()) == "[3, 4, 5]");
  CHECK(difference(scores(load("pixels_nhwc"), images()), expected) == 0);
  CHECK(difference(scores(load("pixels_caffe", caffe), images()), expected) < 1e-6);
  CHECK(difference(scores(load("pixels_caffe_metadata"), images()), expected) < 1e-6);
  CHECK(difference(scores(load("pixels_windows"), images()), expected) < 1e-6);
  // That the options matter at all:
  CHECK(difference(scores(load("pixels_caffe"), images()), expected) > 0.1);
  CHECK(difference(scores(load("pixels_caffe_metadata", [](auto& o) { o.mean = {0}; }), images()), expected) > 0.1);
  CHECK(difference(scores(load("pixels_windows", [](auto& o) { o.channel_order = "rgb"; }), images()), expected) >
        0.01);
}

TEST_CASE("pixels go through range, mean and std in this order, and channels into the model's") {
  PixelOptions options;
  options.range = {-1, 3};
  options.mean = {0.5, 1, 2};
  options.std = {2, 4, 8};
  options.layout = "nhwc";
  options.channel_order = "bgr";
  const PixelFormat format({3, 1, 2}, options, "m");
  const std::vector<float> image{0.f, 0.25f, 0.5f, 0.75f, 1.f, 0.125f};  // R R G G B B
  std::vector<float> out(6);
  format.convert(image.data(), 1, out.data());
  CHECK(out == std::vector<float>{1.25f, 0.f, -0.375f, -0.5f, 0.25f, -0.25f});
  std::vector<std::uint8_t> bytes(2);
  PixelFormat({2}, {"", "", {0, 255}, {}, {}}, "m").convert(image.data() + 2, 1, bytes.data());
  CHECK(bytes == std::vector<std::uint8_t>{128, 191});
}

TEST_CASE("inputs and outputs of other types are converted") {
  const Tensor expected = scores(load("pixels"), images());
  CHECK(difference(scores(load("pixels_double"), images()), expected) < 1e-6);
  const double half = difference(scores(load("pixels_half"), images()), expected);
  CHECK(half < 5e-3);
  CHECK(half > 0);
  Tensor rounded = images();
  for (float& pixel : rounded.as<float>()) pixel = std::nearbyint(pixel * 255) / 255;
  CHECK(difference(scores(load("pixels_bytes"), images()), scores(load("pixels"), rounded)) < 1e-6);
}

TEST_CASE("a fixed batch is filled up, and no image's scores depend on what stands beside it", "[threads]") {
  const Tensor expected = scores(load("pixels"), images());
  for (const std::string name : {"pixels_one", "pixels_three"})
    for (const std::int64_t threads : {1, 3}) {
      CAPTURE(name, threads);
      const Classifier model = load(name, [&](auto& o) { o.threads = threads; });
      const Tensor all = scores(model, images());
      CHECK(difference(all, expected) < 1e-6);
      for (const std::size_t count : {1, 2, 3, 4, 7}) {
        const Tensor some = scores(model, images().rows(7 - count, count));
        CHECK(std::memcmp(some.data(), all.rows(7 - count, count).data(), some.bytes()) == 0);
      }
    }
  const Classifier folded = load("folds_batch", [](auto& o) { o.batch = 1; });
  CHECK(difference(scores(folded, images().reshaped({210, 2})), scores(load("linear"), images().reshaped({210, 2}))) ==
        0);
  const Classifier pairs = load("only_two", [](auto& o) { o.batch = 2; });
  CHECK(difference(scores(pairs, images().reshaped({210, 2}).rows(0, 5)),
                   scores(load("linear"), images().reshaped({210, 2}).rows(0, 5))) == 0);
}

TEST_CASE("an open height and width are what input_shape says") {
  const Tensor expected = scores(load("pixels"), images());
  const auto sized = [](auto& o) { o.input_shape = {3, 4, 5}; };
  CHECK(difference(scores(load("pixels_any", sized), images()), expected) == 0);
  CHECK(difference(scores(load("pixels_any_nhwc", sized), images()), expected) == 0);
  CHECK(difference(scores(load("pixels_unknown",
                               [](auto& o) {
                                 o.input_shape = {3, 4, 5};
                                 o.layout = "nchw";
                               }),
                          images()),
                   expected) == 0);
  CHECK(refusal("pixels_unknown", sized) ==
        "input 'x' has shape [?, ?, ?, ?], which does not show the channels; say layout = 'nchw' or 'nhwc'");
  CHECK(refusal("pixels_any_nhwc") ==
        "input 'x' has shape [?, ?, ?, 3]; say input_shape = { … }, that of your images: [3, ?, ?]");
  CHECK(refusal("pixels_any_nhwc",
                [](auto& o) {
                  o.input_shape = {4, 5, 3};
                }) ==
        "input_shape = { 4, 5, 3 } does not fit input 'x' of shape [?, ?, ?, 3]; images have shape [3, ?, ?], channels "
        "first");
}

TEST_CASE("of several outputs the scores are the one of floating-point numbers, or the one that is named") {
  CHECK(load("label_and_logits").output() == "y");
  CHECK(load("pixels_two_scores", [](auto& o) { o.output = "z"; }).scores() == std::string("logits"));
  CHECK(load("pixels_two_scores", [](auto& o) { o.output = "y"; }).scores() == std::string("probabilities"));
  CHECK(refusal("pixels_two_scores") ==
        "it has several outputs that may be the scores: y (float32 [?, 5]), z (float32 [?, 5]); say output = 'y' or "
        "another");
  CHECK(refusal("pixels_two_scores", [](auto& o) { o.output = "logits"; }) ==
        "it has no output 'logits'; its outputs are y (float32 [?, 5]), z (float32 [?, 5])");
  CHECK(refusal("label_and_logits", [](auto& o) { o.output = "label"; }) ==
        "output 'label' is int64, not floating-point scores; its outputs are label (int64 [?]), y (float32 [?, 3])");
  CHECK(load("pixels_extents_of_one").classes() == 5);
}

TEST_CASE("probabilities are found, or what the user says they are") {
  CHECK(load("pixels").scores() == std::string("logits"));
  CHECK(load("pixels_softmax").scores() == std::string("probabilities"));
  CHECK(load("pixels_softmax", [](auto& o) { o.scores = "logits"; }).scores() == std::string("logits"));
  CHECK(refusal("pixels", [](auto& o) {
          o.scores = "probabilities";
        }).starts_with("scores = 'probabilities', but output 'z' gives "));
}

TEST_CASE("a sigmoid head is a classifier of two classes") {
  const auto sigmoid = [](auto& o) { o.head = "sigmoid"; };
  const auto likely = [](auto& o) { o.head = "sigmoid", o.scores = "probabilities"; };
  const Tensor z = scores(load("pixels"), images());
  const Classifier model = load("pixels_margin", sigmoid), vector = load("pixels_margin_vector", sigmoid);
  CHECK(model.classes() == 2);
  const Tensor two = scores(model, images()), p = scores(load("pixels_sigmoid", likely), images());
  CHECK(difference(scores(vector, images()), two) == 0);
  CHECK(difference(scores(model, images().rows(6, 1)), two.rows(6, 1)) == 0);
  for (std::size_t i = 0; i < 7; ++i) {
    const double margin = -z.at(5 * i) + z.at(5 * i + 1) + 2 * z.at(5 * i + 3);
    CHECK(two.at(2 * i) == 0);
    CHECK(std::abs(two.at(2 * i + 1) - margin) < 1e-5);
    CHECK(std::abs(p.at(2 * i + 1) - 1 / (1 + std::exp(-margin))) < 1e-6);
    CHECK(std::abs(p.at(2 * i) + p.at(2 * i + 1) - 1) < 1e-6);
  }
  CHECK(refusal("pixels", sigmoid) == "head = 'sigmoid' is of one number an image; output 'z' has shape [2, 5]");
  CHECK(refusal("pixels_sigmoid", sigmoid).find("say scores = 'probabilities' if it ends in a sigmoid") !=
        std::string::npos);
}

TEST_CASE("what an option says against the model is refused with both") {
  CHECK(refusal("square_channels") ==
        "input 'x' has shape [?, 3, 4, 3], whose first or last dimension may be the channels; say layout = 'nchw' or "
        "'nhwc'");
  CHECK(to_string(load("square_channels", [](auto& o) { o.layout = "nhwc"; }).input_shape()) == "[3, 3, 4]");
  CHECK(refusal("linear", [](auto& o) { o.layout = "nhwc"; }) ==
        "layout = 'nhwc' is of an input of four dimensions; 'x' has shape [?, 2]");
  CHECK(refusal("pixels_three", [](auto& o) { o.batch = 2; }) ==
        "batch = 2, but input 'x' has shape [3, 3, 4, 5]: leave it out");
  CHECK(refusal("pixels", [](auto& o) {
          o.mean = {1, 2};
        }) == "mean = { 1, 2 } has 2 numbers; give one, or one for each of the 3 channels");
  CHECK(refusal("pixels", [](auto& o) { o.std = {1, 0, 1}; }) == "std = 0 must be > 0");
  CHECK(refusal("pixels", [](auto& o) { o.range = {255}; }) ==
        "range = { 255 } must be two numbers, what black and white are, the lesser first");
  CHECK(refusal("pixels_bytes", [](auto& o) { o.mean = {1}; }) ==
        "input 'x' takes bytes, which no mean and std are taken from; leave them out");
  CHECK(refusal("pixels_bad_metadata") ==
        "its metadata say nilgrad.layout = 'chw', which is none of nchw, nhwc; give the option yourself");
  CHECK(load("pixels_bad_metadata", [](auto& o) { o.layout = "nchw"; }).layout() == "nchw");
  CHECK(refusal("pixels_bad_mean") ==
        "its metadata say nilgrad.mean = '0.5, half', which are no numbers; give the option yourself");
}
