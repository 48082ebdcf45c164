#include "bindings/model_remote.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "bindings/fields.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/margin.hpp"
#include "runtime/classifier/remote/process_classifier.hpp"

namespace nilgrad::bindings {

using RemotePointer = std::unique_ptr<RemoteClassifier>;

template <>
struct TypeName<RemotePointer> {
  static constexpr const char* value = "nilgrad.remote_classifier";
};

namespace {

void warn_on_stderr(const std::string& text) {
  const char* erase_progress = isatty(STDERR_FILENO) ? "\r\033[K" : "";
  fmt::print(stderr, "{}nilgrad: warning: {}\n", erase_progress, text);
}

RemoteClassifier& model_at(lua_State* L) {
  if (const RemotePointer* model = test<RemotePointer>(L, 1)) return **model;
  if (test_box<RemotePointer>(L, 1)) throw_error(ErrorKind::state, "the classifier is closed");
  throw_error(ErrorKind::option, "this is of a classifier, not of {}: write model:predict(images), with a colon",
              luaL_typename(L, 1));
}

int process(lua_State* L) {
  const auto& descriptor = *catalog::find("model", "process");
  const auto options = catalog::read<ProcessClassifier::Options>(descriptor, read_options(L, 1, descriptor));
  push<RemotePointer>(L, std::make_unique<ProcessClassifier>(options, warn_on_stderr));
  return 1;
}

int http(lua_State* L) {
  push<RemotePointer>(L, http_classifier(L, warn_on_stderr));
  return 1;
}

Tensor scores_of(lua_State* L) {
  return model_at(L).predict(to_tensor(L, 2, DType::float32, "images"), StopToken(interrupt_flag()));
}

int predict(lua_State* L) {
  push_tensor(L, scores_of(L));
  return 1;
}

int classify(lua_State* L) {
  const Tensor scores = scores_of(L);
  lua_createtable(L, static_cast<int>(scores.shape()[0]), 0);
  for (std::int64_t i = 0; i < scores.shape()[0]; ++i) {
    lua_pushinteger(L, static_cast<lua_Integer>(predicted_class(scores.row(static_cast<std::size_t>(i)).as<float>())));
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

int input_shape(lua_State* L) {
  const Shape& shape = model_at(L).input_shape();
  lua_createtable(L, static_cast<int>(shape.size()), 0);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    lua_pushinteger(L, shape[d]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(d) + 1);
  }
  return 1;
}

int classes(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(model_at(L).rows().classes()));
  return 1;
}

int labels(lua_State* L) {
  const auto& names = model_at(L).rows().names();
  if (names.empty()) return 0;
  lua_createtable(L, static_cast<int>(names.size()), 0);
  for (std::size_t k = 0; k < names.size(); ++k) {
    push_string(L, names[k]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(k) + 1);
  }
  return 1;
}

int name(lua_State* L) {
  push_string(L, model_at(L).name());
  return 1;
}

int scores(lua_State* L) {
  push_string(L, model_at(L).rows().scores());
  return 1;
}

template <std::int64_t RemoteClassifier::Incidents::*count>
int incidents(lua_State* L) {
  lua_pushinteger(L, model_at(L).incidents().*count);
  return 1;
}

int last_error(lua_State* L) {
  const std::string& text = model_at(L).incidents().last_error;
  text.empty() ? lua_pushnil(L) : push_string(L, text);
  return 1;
}

int to_string_method(lua_State* L) {
  const RemotePointer* model = test<RemotePointer>(L, 1);
  push_string(L, model ? (*model)->to_string() : "classifier (closed)");
  return 1;
}

}  // namespace

void open_remote_models(lua_State* L) {
  using Incidents = RemoteClassifier::Incidents;
  constexpr std::array<luaL_Reg, 4> methods{{{"predict", native<predict>},
                                             {"classify", native<classify>},
                                             {"close", close_object<RemotePointer>},
                                             {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<to_string_method>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 10> fields{{{"classes", native<classes>},
                                             {"input_shape", native<input_shape>},
                                             {"labels", native<labels>},
                                             {"last_error", native<last_error>},
                                             {"name", native<name>},
                                             {"queries", native<incidents<&Incidents::queries>>},
                                             {"restarts", native<incidents<&Incidents::restarts>>},
                                             {"retries", native<incidents<&Incidents::retries>>},
                                             {"scores", native<scores>},
                                             {nullptr, nullptr}}};
  register_type<RemotePointer>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<RemotePointer>::value, fields.data());
  lua_pushcfunction(L, native<process>);
  lua_setfield(L, -2, "process");
  lua_pushcfunction(L, native<http>);
  lua_setfield(L, -2, "http");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, remote_classifier) {
  return Described<NoOptions>(
             "object", "remote_classifier",
             "a classifier that is a web service or a program, as ng.model.http and ng.model.process return it")
      .member("model:predict(images: tensor) -> tensor",
              "scores, float32 [n, classes]; of labels, 1 for the class and 0 else")
      .member("model:classify(images: tensor) -> integer[]", "the predicted classes, counted from 0")
      .member("model:close()", "ends the connections or the program; so does the collector")
      .member("model.classes: integer", "how many there are")
      .member("model.input_shape: integer[]", "of one image")
      .member("model.labels: string[]?", "their names, or nil")
      .member("model.last_error: string?", "what went wrong last, or nil")
      .member("model.name: string", "what reports call it")
      .member("model.queries: integer", "images answered so far; a request that failed is not counted")
      .member("model.restarts: integer", "programs started in the place of one that failed")
      .member("model.retries: integer", "requests sent again so far")
      .member("model.scores: string", R"(what predict returns: "probabilities", "logits" or "labels")")
      .example(
          "local model = ng.model.process { command = { 'python3', 'scripts/process/brightness.py' }, input_shape = { "
          "1, 2, 2 }, classes = 2 }\n"
          "local images = { { 0, 0.25, 0.5, 1 }, { 0, 0, 0, 0 } }\n"
          "print(model:predict(images).shape[2], model:classify(images)[1], model.queries)\n"
          "model:close()");
}
