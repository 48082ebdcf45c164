#include <catch2/catch.hpp>

#include "tests/bindings/lua_state.hpp"

using nilgrad::bindings::LuaState;

namespace {

std::string run(const std::string& chunk) {
  return LuaState().run("local linear = ng.model.load 'tests/data/onnx/linear.onnx'; " + chunk);
}

}  // namespace

TEST_CASE("a model in Lua predicts and tells about itself") {
  CHECK(run("return tostring(linear)") == "classifier linear: [2] to 3 classes");
  CHECK(run("return linear.classes .. linear.name .. linear.input_shape[1] .. linear.path") ==
        "3linear2tests/data/onnx/linear.onnx");
  CHECK(run("local z = linear:predict { { 1, 0 }, { 0, 1 } }; return ng.model.margin(z, { 0, 0 })[2]") == "-2.0");
  CHECK(run("return table.concat(linear:classify { { 1, 0 }, { 0, 1 }, { 0, 0 } }, ' ')") == "0 1 2");
  CHECK(run("return linear:classify({ 0, 1 })[1]") == "1");
  CHECK(
      run("local m <close> = ng.model.load { path = 'tests/data/onnx/linear.onnx', threads = 3 }; return m.threads") ==
      "3");
}

TEST_CASE("losses of logits take one label a row or one for all") {
  CHECK(run("return ng.model.margin({ 1, 5, 3 }, 1)[1]") == "2.0");
  CHECK(run("return ng.model.targeted_margin({ { 1, 5, 3 }, { 1, 2, 3 } }, 2)[2]") == "-1.0");
  CHECK(run("return ng.model.cross_entropy({ { 0, 0 } }, { 1 })[1] - math.log(2)") == "0.0");
  CHECK(run("return ng.model.softmax({ 0, 0 })[2]") == "0.5");
  CHECK(run("return ng.model.softmax({ { 0, 0 } })[1][2]") == "0.5");
  CHECK(run("return ng.model.margin({ 1, 5, 3 }, 3)") ==
        "test:1: label 3 is no class of a classifier with 3; classes are 0 to 2");
  CHECK(run("return ng.model.margin({ 1, 5, 3 }, -1)") == "test:1: a label is a whole number from 0, not -1");
  CHECK(run("return ng.model.margin({ { 1, 5 }, { 1, 2 } }, { 0 })") == "test:1: 1 labels for 2 rows of logits");
  CHECK(run("return ng.model.margin({ 1 }, 0)") ==
        "test:1: logits are [n, classes] with two classes at least, not [1]");
}

TEST_CASE("a model's margin is an objective in Lua") {
  CHECK(run("return ng.objective.margin { model = linear, image = { 1, 0 }, label = 0 } { 1, 0.5 }") == "0.0");
  CHECK(run("local f = ng.objective.margin { model = linear, image = { 1, 0 }, label = 0 }\n"
            "return ng.minimize(f, { target = -0.01, budget = 2000, seed = 1 }).reason") == "target");
  CHECK(run("return ng.objective.margin { model = 1, image = { 1, 0 }, label = 0 }") ==
        "test:1: option 'model' of ng.objective.margin must be a classifier, got 1");
}

TEST_CASE("a wrong use of a model is one clear error with its position") {
  CHECK(run("return ng.model.load 'missing.onnx'") == "test:1: missing.onnx: no such file");
  CHECK(run("return ng.model.load {}") == "test:1: option 'path' of ng.model.load is missing: a string");
  CHECK(run("return ng.model.load { path = 'x', thread = 2 }") ==
        "test:1: unknown option 'thread' of ng.model.load; did you mean 'threads'?");
  CHECK(run("return ng.model.load { path = 'x', threads = 0 }") ==
        "test:1: option 'threads' of ng.model.load must be an integer from 1 to 1024, got 0");
  CHECK(run("return linear.clases") == "test:1: a classifier has no field 'clases'; did you mean 'classes'?");
  CHECK(run("return linear:predict { 1, 0 / 0 }") ==
        "test:1: linear classifies finite pixels only: element 2 of image 1 is nan");
  CHECK(run("return linear:predict { 1, 2, 3 }") ==
        "test:1: linear classifies images of shape [2], one or a batch of them, not [3]");
  CHECK(run("linear:close(); linear:close(); return tostring(linear)") == "classifier (closed)");
  CHECK(run("linear:close(); linear:predict { 1, 0 }") == "test:1: classifier is closed");
  CHECK(run("linear.predict({}, { 1, 0 })") == "test:1: bad argument #1 to 'predict' (classifier expected, got table)");
}
