#include "bindings/model.hpp"

#include <array>
#include <cmath>
#include <filesystem>

#include "bindings/fields.hpp"
#include "bindings/language_model.hpp"
#include "bindings/model_remote.hpp"
#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/margin.hpp"
#include "runtime/classifier/margin_objective.hpp"
#include "runtime/transformer/stream/streamed_model.hpp"

namespace nilgrad::bindings {

template <>
struct TypeName<Classifier> {
  static constexpr const char* value = "nilgrad.classifier";
};

namespace {

int load(lua_State* L) {
  const auto& descriptor = *catalog::find("model", "load");
  const auto options = catalog::read<ClassifierOptions>(descriptor, read_arguments(L, 1, descriptor));
  // The collector does not see a model's memory; loading is rare enough to free the models that were dropped.
  if (lua_gc(L, LUA_GCISRUNNING)) lua_gc(L, LUA_GCCOLLECT);
  if (std::filesystem::is_directory(options.path)) {
    auto model = options.stream.empty()
                     ? transformer::Model::load(options.path)
                     : transformer::load_streamed(options.path, {options.stream, options.stream_sync});
    model->set_compute(compute_named(options.compute));
    push<LanguageModelPointer>(L, std::move(model));
    return 1;
  }
  if (!options.stream.empty())
    throw_error(ErrorKind::option, "option 'stream' is for language models: {} is no folder", options.path);
  push<Classifier>(L, Classifier::load(options));
  return 1;
}

Tensor logits_of(lua_State* L) {
  const Classifier& model = check<Classifier>(L, 1);
  Tensor logits;
  model.logits(to_tensor(L, 2, DType::float32, "images"), logits, StopToken(interrupt_flag()));
  return logits;
}

int predict(lua_State* L) {
  push_tensor(L, logits_of(L));
  return 1;
}

int classify(lua_State* L) {
  const Tensor logits = logits_of(L);
  const std::int64_t count = logits.shape()[0];
  lua_createtable(L, static_cast<int>(count), 0);
  for (std::int64_t i = 0; i < count; ++i) {
    const Tensor row = logits.row(static_cast<std::size_t>(i));
    lua_pushinteger(L, static_cast<lua_Integer>(predicted_class(row.as<float>())));
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

int input_shape(lua_State* L) {
  const Shape& shape = check<Classifier>(L, 1).input_shape();
  lua_createtable(L, static_cast<int>(shape.size()), 0);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    lua_pushinteger(L, shape[d]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(d) + 1);
  }
  return 1;
}

int classes(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(check<Classifier>(L, 1).classes()));
  return 1;
}

int threads_field(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(check<Classifier>(L, 1).threads()));
  return 1;
}

int name(lua_State* L) {
  push_string(L, check<Classifier>(L, 1).name());
  return 1;
}

int path(lua_State* L) {
  push_string(L, check<Classifier>(L, 1).path());
  return 1;
}

int scores(lua_State* L) {
  push_string(L, check<Classifier>(L, 1).scores());
  return 1;
}

int output(lua_State* L) {
  push_string(L, check<Classifier>(L, 1).output());
  return 1;
}

int layout(lua_State* L) {
  const std::string& text = check<Classifier>(L, 1).layout();
  text.empty() ? lua_pushnil(L) : push_string(L, text);
  return 1;
}

int to_string_method(lua_State* L) {
  const Classifier* model = test<Classifier>(L, 1);
  push_string(L, !model ? "classifier (closed)"
                        : fmt::format("classifier {}: {} to {} classes", model->name(), to_string(model->input_shape()),
                                      model->classes()));
  return 1;
}

/// One label a row: a list or tensor of whole numbers, or one number for all rows.
std::vector<std::size_t> labels_at(lua_State* L, int index, std::size_t rows) {
  const Tensor given = lua_type(L, index) == LUA_TNUMBER
                           ? Tensor::full({static_cast<std::int64_t>(rows)}, lua_tonumber(L, index))
                           : to_tensor(L, index, DType::float64, "labels");
  if (given.size() != rows) throw_error(ErrorKind::shape, "{} labels for {} rows of logits", given.size(), rows);
  std::vector<std::size_t> labels;
  for (const double label : given.as<double>()) {
    if (!(label >= 0 && label < 0x1p31) || label != std::trunc(label))
      throw_error(ErrorKind::option, "a label is a whole number from 0, not {}", label);
    labels.push_back(static_cast<std::size_t>(label));
  }
  return labels;
}

/// logits [n, classes], or [classes] for one sample, as rows.
Tensor logit_rows(lua_State* L) {
  const Tensor logits = to_tensor(L, 1, DType::float32, "logits");
  const std::size_t rank = logits.shape().size();
  if (rank < 1 || rank > 2 || logits.empty() || logits.shape().back() < 2)
    throw_error(ErrorKind::shape, "logits are [n, classes] with two classes at least, not {}",
                to_string(logits.shape()));
  return rank == 2 ? logits : logits.reshaped({1, logits.shape()[0]});
}

template <double (*loss)(std::span<const float>, std::size_t)>
int losses(lua_State* L) {
  const Tensor logits = logit_rows(L);
  const auto rows = static_cast<std::size_t>(logits.shape()[0]);
  const auto labels = labels_at(L, 2, rows);
  Tensor values = Tensor::uninitialized({logits.shape()[0]}, DType::float64);
  for (std::size_t i = 0; i < rows; ++i) values.as<double>()[i] = loss(logits.row(i).as<float>(), labels[i]);
  push_tensor(L, std::move(values));
  return 1;
}

int softmax_method(lua_State* L) {
  const Tensor logits = logit_rows(L);
  Tensor confidences = Tensor::uninitialized(logits.shape(), DType::float32);
  for (std::size_t i = 0; i < static_cast<std::size_t>(logits.shape()[0]); ++i)
    softmax(logits.row(i).as<float>(), confidences.row(i).as<float>());
  push_tensor(L, confidences.reshaped(to_tensor(L, 1, DType::float32, "logits").shape()));
  return 1;
}

int margin_objective(lua_State* L) {
  const auto& descriptor = *catalog::find("objective", "margin");
  const auto values = read_options(L, 1, descriptor);
  lua_getfield(L, 1, "model");
  lua_getfield(L, 1, "image");
  auto objective =
      std::make_shared<MarginObjective>(check<Classifier>(L, -2), to_tensor(L, -1, DType::float32, "image"),
                                        catalog::read<MarginObjective::Options>(descriptor, values));
  const auto option = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string("none") : catalog::to_string(found->second);
  };
  objective->set_definition(fmt::format("ng.objective.margin {{ label = {}, target = {}, loss = {} }}", option("label"),
                                        option("target"), option("loss")));
  push<ObjectivePointer>(L, std::move(objective));
  return 1;
}

}  // namespace

void open_model(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> methods{{{"predict", native<predict>},
                                             {"classify", native<classify>},
                                             {"close", close_object<Classifier>},
                                             {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<to_string_method>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 9> fields{{{"classes", native<classes>},
                                            {"input_shape", native<input_shape>},
                                            {"layout", native<layout>},
                                            {"name", native<name>},
                                            {"output", native<output>},
                                            {"path", native<path>},
                                            {"scores", native<scores>},
                                            {"threads", native<threads_field>},
                                            {nullptr, nullptr}}};
  register_type<Classifier>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<Classifier>::value, fields.data());
  constexpr std::array<luaL_Reg, 6> functions{{{"load", native<load>},
                                               {"margin", native<losses<margin>>},
                                               {"targeted_margin", native<losses<targeted_margin>>},
                                               {"cross_entropy", native<losses<cross_entropy>>},
                                               {"softmax", native<softmax_method>},
                                               {nullptr, nullptr}}};
  lua_newtable(L);
  luaL_setfuncs(L, functions.data(), 0);
  open_remote_models(L);
  lua_setfield(L, -2, "model");
  luaL_getsubtable(L, -1, "objective");
  lua_pushcfunction(L, native<margin_objective>);
  lua_setfield(L, -2, "margin");
  lua_pop(L, 1);
  open_language_model(L);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, classifier) {
  return Described<NoOptions>("object", "classifier",
                              "an image classifier from an ONNX file, as ng.model.load returns it")
      .member("model:predict(images: tensor) -> tensor", "scores, float32 [n, classes]; images have pixels in [0, 1]")
      .member("model:classify(images: tensor) -> integer[]", "the predicted classes, counted from 0 as labels are")
      .member("model:close()", "frees it; so does the collector")
      .member("model.classes: integer", "how many there are")
      .member("model.input_shape: integer[]", "of one image: { 1, 28, 28 }")
      .member("model.layout: string?", "of the model's input: \"nchw\", \"nhwc\", or nil where it has no channels")
      .member("model.name: string", "the file's name")
      .member("model.output: string", "the name of the output that the scores come from")
      .member("model.path: string", "where it was loaded from")
      .member("model.scores: string", "what predict returns: \"logits\" or \"probabilities\"")
      .member("model.threads: integer", "most threads a batch of images is spread over")
      .example(
          "local model = ng.model.load 'scripts/models/fashion_cnn.onnx'\n"
          "local images = ng.tensor.zeros({ 2, 1, 28, 28 }, 'float32')\n"
          "print(model:predict(images).shape[2], model:classify(images)[1], model.classes, model.input_shape[2])\n"
          "model:close()");
}

NILGRAD_DESCRIBE(room, model) {
  return Described<NoOptions>("room", "model", "image classifiers and language models, and losses of what they say")
      .example("return ng.model.softmax { { 1, 2, 3 } }");
}
