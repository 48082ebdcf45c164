#include "bindings/language_model.hpp"

#include <array>
#include <limits>

#include "bindings/fields.hpp"
#include "bindings/language_objective.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "bindings/tokenizer.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/transformer/adapters_folder.hpp"
#include "runtime/transformer/stream/streamed_model.hpp"

namespace nilgrad::bindings {

using transformer::Example, transformer::Model, transformer::Scores;

namespace {

Model& model_at(lua_State* L, int index) { return *check<LanguageModelPointer>(L, index); }

std::size_t vocabulary(const Model& model) { return static_cast<std::size_t>(model.config().vocab); }

StopToken stop_token() { return StopToken(interrupt_flag()); }

/// The ids of a text or list of ids at `index`.
std::vector<std::int32_t> ids_at(lua_State* L, int index, const Model& model, const char* what) {
  if (lua_type(L, index) == LUA_TSTRING) {
    std::size_t size = 0;
    const char* text = lua_tolstring(L, index, &size);
    return model.tokenizer().encode({text, size});
  }
  return to_ids(L, index, vocabulary(model), what);
}

struct RandomOptions {
  std::string like;
  std::string dtype = "float32";
  std::string compute = "float32";
  std::uint64_t seed = 0;
  std::string stream;
  bool stream_sync = true;
};

int random_model(lua_State* L) {
  const auto& descriptor = *catalog::find("model", "random");
  const auto options = catalog::read<RandomOptions>(descriptor, read_options(L, 1, descriptor));
  const DType dtype = options.dtype == "bf16"   ? DType::bfloat16
                      : options.dtype == "fp16" ? DType::float16
                                                : DType::float32;
  const transformer::Config config = transformer::config_of(options.like);
  auto model = options.stream.empty()
                   ? std::make_shared<Model>(transformer::random_checkpoint(config, dtype, options.seed))
                   : transformer::random_streamed(config, dtype, options.seed, {options.stream, options.stream_sync});
  model->set_compute(compute_named(options.compute));
  push<LanguageModelPointer>(L, std::move(model));
  return 1;
}

int tokenize(lua_State* L) {
  push_ids(L, encode_text(L, 2, model_at(L, 1).tokenizer()));
  return 1;
}

int detokenize(lua_State* L) {
  push_string(L, decode_ids(L, 2, model_at(L, 1).tokenizer()));
  return 1;
}

/// model:logits(texts): one text (a string or list of ids) gives a tensor, a list of texts a list of tensors.
int logits(lua_State* L) {
  const Model& model = model_at(L, 1);
  const bool one = lua_type(L, 2) == LUA_TSTRING || (lua_istable(L, 2) && lua_rawgeti(L, 2, 1) == LUA_TNUMBER);
  if (one) {
    push_tensor(L, model.logits(ids_at(L, 2, model, "ids"), stop_token()));
    return 1;
  }
  luaL_checktype(L, 2, LUA_TTABLE);
  const lua_Integer count = luaL_len(L, 2);
  lua_createtable(L, static_cast<int>(count), 0);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_geti(L, 2, i);
    push_tensor(L, model.logits(ids_at(L, lua_gettop(L), model, fmt::format("texts[{}]", i).c_str()), stop_token()));
    lua_rawseti(L, -3, i);
    lua_pop(L, 1);
  }
  return 1;
}

struct ScoreOptions {
  bool sum = false;
};

int score(lua_State* L) {
  const Model& model = model_at(L, 1);
  const auto examples = to_examples(L, 2, model);
  const auto& descriptor = *catalog::find("model", "score");
  const auto options = catalog::read<ScoreOptions>(descriptor, read_options(L, 3, descriptor));
  const transformer::BranchWeights weights = model.weights();
  const Scores scores = transformer::Scorer(model)(weights, examples, stop_token())[0];
  std::size_t most = 0;
  for (const auto& row : scores) most = std::max(most, row.size());
  Tensor table = Tensor::full({static_cast<std::int64_t>(scores.size()), static_cast<std::int64_t>(most)},
                              std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < scores.size(); ++i)
    for (std::size_t o = 0; o < scores[i].size(); ++o)
      table.set(i * most + o, options.sum ? scores[i][o].sum : scores[i][o].mean());
  push_tensor(L, std::move(table));
  return 1;
}

struct GenerateOptions {
  std::int64_t tokens = 50;
  std::string stop;
};

int generate(lua_State* L) {
  const Model& model = model_at(L, 1);
  const auto& descriptor = *catalog::find("model", "generate");
  const auto options = catalog::read<GenerateOptions>(descriptor, read_options(L, 3, descriptor));
  const bool text = lua_type(L, 2) == LUA_TSTRING;
  const auto prompt = ids_at(L, 2, model, "prompt");
  const auto decoded = [&](std::span<const std::int32_t> ids) { return model.tokenizer().decode(ids); };
  const auto enough = [&](std::span<const std::int32_t> made) {
    return !options.stop.empty() && decoded(made).find(options.stop) != std::string::npos;
  };
  const auto made = model.generate(prompt, static_cast<std::size_t>(options.tokens), stop_token(), enough);
  if (!text) {
    push_ids(L, made);
    return 1;
  }
  std::string continuation = decoded(made);
  if (!options.stop.empty()) continuation.resize(std::min(continuation.find(options.stop), continuation.size()));
  push_string(L, continuation);
  return 1;
}

struct SaveOptions {
  bool merge = false;
};

int save(lua_State* L) {
  const auto& descriptor = *catalog::find("model", "save");
  const auto options = catalog::read<SaveOptions>(descriptor, read_options(L, 3, descriptor));
  transformer::save_model(model_at(L, 1), luaL_checkstring(L, 2), options.merge);
  return 0;
}

/// The tensors by name, in the model's order: a list of { name, tensor }.
int parameters(lua_State* L) {
  const Model& model = model_at(L, 1);
  model.settle();
  lua_createtable(L, static_cast<int>(model.tensors().size()), 0);
  for (std::size_t i = 0; i < model.tensors().size(); ++i) {
    lua_createtable(L, 0, 2);
    push_string(L, model.tensors()[i].name);
    lua_setfield(L, -2, "name");
    push_tensor(L, model.tensors()[i].tensor);
    lua_setfield(L, -2, "tensor");
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

template <class F>
int push_number_of(lua_State* L, F of) {
  lua_pushinteger(L, static_cast<lua_Integer>(of(model_at(L, 1))));
  return 1;
}

int positions(lua_State* L) {
  return push_number_of(L, [](const Model& m) { return m.most_tokens(); });
}
int vocabulary_field(lua_State* L) {
  return push_number_of(L, [](const Model& m) { return m.config().vocab; });
}
int size(lua_State* L) {
  return push_number_of(L, [](const Model& m) { return m.parameters(); });
}
int bytes(lua_State* L) {
  return push_number_of(L, [](const Model& m) { return m.bytes(); });
}
int layers(lua_State* L) {
  return push_number_of(L, [](const Model& m) { return m.config().layers; });
}
int name(lua_State* L) {
  push_string(L, model_at(L, 1).name());
  return 1;
}
int dtype(lua_State* L) {
  push_string(L, name_of(model_at(L, 1).tensors()[0].tensor.dtype()));
  return 1;
}

/// Of all tensors as they are now: equal bits, equal texts.
int fingerprint(lua_State* L) {
  push_string(L, transformer::fingerprint(model_at(L, 1).tensors()));
  return 1;
}

int to_string_method(lua_State* L) {
  const auto* pointer = test<LanguageModelPointer>(L, 1);
  if (!pointer) {
    push_string(L, "language model (closed)");
    return 1;
  }
  const Model& model = **pointer;
  push_string(L, fmt::format("language model {}: {} layers, {:.4g} million parameters in {}, {:.4g} MB", model.name(),
                             model.config().layers, static_cast<double>(model.parameters()) * 1e-6,
                             name_of(model.tensors()[0].tensor.dtype()), static_cast<double>(model.bytes()) * 1e-6));
  return 1;
}

}  // namespace

transformer::Compute compute_named(std::string_view name) {
  return name == "bfloat16" ? transformer::Compute::bfloat16 : transformer::Compute::float32;
}

void open_language_model(lua_State* L) {
  constexpr std::array<luaL_Reg, 10> methods{{{"tokenize", native<tokenize>},
                                              {"detokenize", native<detokenize>},
                                              {"logits", native<logits>},
                                              {"score", native<score>},
                                              {"generate", native<generate>},
                                              {"save", native<save>},
                                              {"parameters", native<parameters>},
                                              {"memory", native<language_memory>},
                                              {"close", close_object<LanguageModelPointer>},
                                              {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<to_string_method>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 9> fields{{{"positions", native<positions>},
                                            {"vocabulary", native<vocabulary_field>},
                                            {"size", native<size>},
                                            {"bytes", native<bytes>},
                                            {"layers", native<layers>},
                                            {"name", native<name>},
                                            {"dtype", native<dtype>},
                                            {"fingerprint", native<fingerprint>},
                                            {nullptr, nullptr}}};
  register_type<LanguageModelPointer>(L, methods.data(), metamethods.data());
  add_fields(L, TypeName<LanguageModelPointer>::value, fields.data());
  luaL_getsubtable(L, -1, "model");
  constexpr std::array<luaL_Reg, 6> functions{{{"random", native<random_model>},
                                               {"score", native<score>},
                                               {"generate", native<generate>},
                                               {"save", native<save>},
                                               {"memory", native<language_memory>},
                                               {nullptr, nullptr}}};
  luaL_setfuncs(L, functions.data(), 0);
  lua_pop(L, 1);
  luaL_getsubtable(L, -1, "objective");
  open_language_objective(L);
  lua_pop(L, 1);
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(model, random) {
  using Options = nilgrad::bindings::RandomOptions;
  return Described<Options>("model", "random", "a language model of a published one's shape, with random weights")
      .signature("ng.model.random { like = 'opt-1.3b', dtype = 'bf16', seed = 1 } -> language_model")
      .formula("weights N(0, 0.02²), biases 0, norms 1; what measures time and memory without a download")
      .option("like", &Options::like, "which shape: 'opt-125m' … 'opt-175b', 'llama-3.2-1b', 'qwen2-0.5b', …",
              {.required = true})
      .option("dtype", &Options::dtype, "what the weights are stored as",
              {.choices = {"float32", "fp32", "bf16", "bfloat16", "fp16", "float16"}})
      .option("seed", &Options::seed, "the weights come from it")
      .option("compute", &Options::compute, "as ng.model.load says", {.choices = {"float32", "bfloat16"}})
      .option("stream", &Options::stream, "the path of a working file that holds the weights: ?ng.model.load",
              {.default_text = "none: weights in memory"})
      .option("stream_sync", &Options::stream_sync, "as of ng.model.load")
      .memory("the weights: 4 or 2 bytes each; with stream about two layers of them and the embeddings")
      .example("return ng.model.random { like = 'opt-125m', dtype = 'bf16' }");
}

NILGRAD_DESCRIBE(model, save) {
  using Options = nilgrad::bindings::SaveOptions;
  return Described<Options>("model", "save", "writes a language model to a folder, as Hugging Face's are")
      .signature("ng.model.save(model: language_model, folder: string, options: table?)")
      .formula(
          "model.safetensors in the weights' own dtype, config.json and the tokenizer's files, which Hugging Face "
          "loads;\n"
          "what was trained beside the weights (LoRA, prefix, prompt) to adapters.safetensors and adapters.json, "
          "which\n"
          "ng.model.load picks up. All is written beside and renamed: a crash leaves the folder as it was or as it is "
          "to be")
      .option("merge", &Options::merge,
              "LoRA goes into the weights, W + α/r·BA, rounded to nearest where they have 16 bits: then any program "
              "loads it")
      .cost("a pass over the weights and a sync of the disk")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\n"
          "local folder = os.tmpname() os.remove(folder)\n"
          "model:save(folder)\n"
          "local again = ng.model.load(folder).size == model.size\n"
          "os.execute('rm -r ' .. folder)\n"
          "return again");
}

NILGRAD_DESCRIBE(model, score) {
  using Options = nilgrad::bindings::ScoreOptions;
  return Described<Options>("model", "score", "how likely a language model finds the options of examples")
      .signature("ng.model.score(model: language_model, examples: table, options: table?) -> tensor")
      .formula(
          "log p of an option's tokens given the prompt and the tokens before, in the mean over them; NaN where an\n"
          "example has fewer options. An example is { prompt = ids, options = { ids, … } }")
      .option("sum", &Options::sum, "the sum over an option's tokens instead of the mean")
      .cost("one pass over the prompts and options together; a prompt is computed once for all its options")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\n"
          "return model:score { { prompt = model:tokenize 'a wonderful film . It was',\n"
          "  options = { model:tokenize(' terrible', { prepend = false }), model:tokenize(' great', { prepend = false "
          "}) } } }");
}

NILGRAD_DESCRIBE(model, generate) {
  using Options = nilgrad::bindings::GenerateOptions;
  return Described<Options>("model", "generate", "what a language model goes on with: the most likely token each time")
      .signature(
          "ng.model.generate(model: language_model, prompt: string | integer[], options: table?) -> string | integer[]")
      .option("tokens", &Options::tokens, "most tokens; the end-of-text token ends it before",
              {.low = 1, .unit = "tokens"})
      .option("stop", &Options::stop, "a text that ends it, and is left out: '\\n'", {.default_text = "none"})
      .cost("a pass over the prompt, then one over a single token each")
      .memory("keys and values of each layer for every token")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\n"
          "return model:generate('The film was', { tokens = 8 })");
}

NILGRAD_DESCRIBE(object, language_model) {
  return Described<NoOptions>("object", "language_model",
                              "a language model: an OPT or Llama from a Hugging Face folder")
      .member("model:tokenize(text: string, options: table?) -> integer[]",
              "its ids; the options are those of ng.tokenizer.encode")
      .member("model:detokenize(ids: integer[], options: table?) -> string",
              "the text of ids; the options are those of ng.tokenizer.decode")
      .member("model:logits(texts: string | integer[] | table) -> tensor | tensor[]",
              "[tokens, vocabulary] of a text, which is a string or ids; of a list of texts a list")
      .member("model:score(examples: table, options: table?) -> tensor",
              "how likely it finds the options of examples: ng.model.score")
      .member("model:generate(prompt: string | integer[], options: table?) -> string | integer[]",
              "what it goes on with: ng.model.generate")
      .member("model:save(folder: string, options: table?)",
              "safetensors, config and tokenizer, written beside and renamed: ng.model.save")
      .member("model:parameters() -> { name: string, tensor: tensor }[]", "the weights themselves, not copies")
      .member("model:memory(options: table?) -> table", "what fine-tuning it takes: ng.model.memory")
      .member("model:close()", "frees it; so does the collector")
      .member("model.positions: integer", "tokens that a text may have")
      .member("model.vocabulary: integer", "how many ids there are")
      .member("model.size: integer", "how many parameters it has")
      .member("model.bytes: integer", "that its weights take")
      .member("model.layers: integer", "how many blocks")
      .member("model.name: string", "the folder's name")
      .member("model.dtype: string", "of its weights: \"f32\", \"f16\" or \"bf16\"")
      .member("model.fingerprint: string", "of all weights as they are now: equal bits, equal texts")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\n"
          "local ids = model:tokenize 'I like it.'\n"
          "print(model, model:detokenize(ids), model:generate('I like', { tokens = 3 }))\n"
          "print(model:logits(ids).shape[1] == #ids, model:parameters()[1].name)\n"
          "print(model:memory({}).peak > 0, model.positions, model.dtype)\n"
          "model:close()");
}
