#include "bindings/language_model.hpp"
#include "bindings/language_objective.hpp"
#include "bindings/options.hpp"
#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/transformer/language/run_memory.hpp"

namespace nilgrad::bindings {
namespace {

struct MemoryOptions {
  std::optional<std::string> like;
  std::string dtype = "float32";
  std::int64_t batch = 16;
  std::int64_t tokens = 64;
  std::int64_t scored = 1;
  std::int64_t branches = 2;
  std::int64_t rank = 8;
  catalog::Part<Optimizer> optimizer;
};

constexpr const char* memory_type = "nilgrad.memory";

int memory_to_string(lua_State* L) {
  std::string text;
  for (const char* name : {"weights", "activations", "scratch", "state", "peak"}) {
    lua_getfield(L, 1, name);
    text += fmt::format("{}{:<13}{}", text.empty() ? "" : "\n", name,
                        transformer::bytes_text(static_cast<std::size_t>(lua_tointeger(L, -1))));
    lua_pop(L, 1);
  }
  push_string(L, text);
  return 1;
}

void push_memory(lua_State* L, const transformer::RunMemory& memory) {
  lua_createtable(L, 0, 5);
  const auto set = [&](const char* name, std::size_t bytes) {
    lua_pushinteger(L, static_cast<lua_Integer>(bytes));
    lua_setfield(L, -2, name);
  };
  set("weights", memory.weights);
  set("activations", memory.activations);
  set("scratch", memory.scratch);
  set("state", memory.state);
  set("peak", memory.peak());
  if (luaL_newmetatable(L, memory_type)) {
    lua_pushcfunction(L, native<memory_to_string>);
    lua_setfield(L, -2, "__tostring");
  }
  lua_setmetatable(L, -2);
}

transformer::PassShape pass_of(const MemoryOptions& options) {
  const auto count = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  return {count(options.batch), count(options.tokens), count(options.scored), count(options.branches)};
}

/// Of a model that nobody has made, all of whose weights are trained without a state.
transformer::RunMemory memory_of_shape(const catalog::Values& values, const MemoryOptions& options) {
  if (!options.like) throw_error(ErrorKind::option, "ng.model.memory needs a model, or like = 'opt-1.3b'");
  if (values.contains("optimizer"))
    throw_error(ErrorKind::option, "option 'optimizer' needs a model: model:memory {{ optimizer = … }}");
  const transformer::Config config = transformer::config_of(*options.like);
  std::size_t numbers = 0;
  for (const transformer::TensorSpec& spec : tensor_specs(config)) numbers += element_count(spec.shape);
  const bool half = options.dtype != "float32" && options.dtype != "fp32";
  return memory_of(config, transformer::Compute::float32, pass_of(options), numbers * (half ? 2 : sizeof(float)), 0);
}

}  // namespace

int language_memory(lua_State* L) {
  if (lua_istable(L, 1)) {  // options alone: of no model, but of one like another
    lua_pushnil(L);
    lua_insert(L, 1);
  }
  lua_settop(L, 2);
  const transformer::Model* const model = lua_isnil(L, 1) ? nullptr : check<LanguageModelPointer>(L, 1).get();
  const auto& descriptor = *catalog::find("model", "memory");
  const auto values = read_options(L, 2, descriptor);
  const auto options = catalog::read<MemoryOptions>(descriptor, values);
  if (!model) {
    push_memory(L, memory_of_shape(values, options));
    return 1;
  }
  if (options.like)
    throw_error(ErrorKind::option, "option 'like' cannot be given for a model: its shape is '{}'s", model->name());
  transformer::TrainedSet trained;
  if (lua_istable(L, 2)) trained = trained_set(L, 2, *model, {options.rank});
  std::int64_t state = 0;
  if (const auto given = values.find("optimizer"); given != values.end())
    state = std::get<catalog::Recipes>(given->second).front()->make<Optimizer>()->memory(trained.like(*model));
  push_memory(L, memory_of(model->config(), model->compute(), pass_of(options),
                           model->resident_bytes() + trained.added_bytes(*model), static_cast<std::size_t>(state)));
  return 1;
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(model, memory) {
  using Options = nilgrad::bindings::MemoryOptions;
  return Described<Options>("model", "memory", "the memory that fine-tuning a language model takes, before it begins")
      .signature(
          "ng.model.memory(model: language_model, options: table?) -> { weights: integer, activations: integer, "
          "scratch: "
          "integer, state: integer, peak: integer }; ng.model.memory { like = 'opt-66b', dtype = 'bf16', … } -> table")
      .formula(
          "in bytes; with like, of a model that is not there\n"
          "by the formulas that the parts allocate by; beside the program itself, about 10 MB. Texts go through the\n"
          "layers up to 2048 tokens at a time, also those that evaluate_every asks for, in one branch")
      .option("like", &Options::like, "without a model: which shape, as for ng.model.random", {.default_text = "none"})
      .option("dtype", &Options::dtype, "without a model: what the weights are stored as",
              {.choices = {"float32", "fp32", "bf16", "bfloat16", "fp16", "float16"}})
      .option("batch", &Options::batch, "texts of a minibatch", {.low = 1, .high = 1e6, .unit = "texts"})
      .option("tokens", &Options::tokens, "of each, its options included", {.low = 1, .high = 1e7, .unit = "tokens"})
      .option("scored", &Options::scored, "of them, those after which a token's probability counts",
              {.low = 1, .high = 1e7, .unit = "tokens"})
      .option("branches", &Options::branches, "points evaluated together: 2 for two_point with one query",
              {.low = 1, .high = 8})
      .option("rank", &Options::rank, "of 'lora'", {.low = 1, .high = 1024})
      .option("optimizer", &Options::optimizer, "whose state counts", {.default_text = "one without state"})
      .opaque("parameters", Type::any, "", "what is trained, as for ng.objective.language", {.default_text = "'all'"})
      .example(
          "local model = ng.model.random { like = 'opt-125m', dtype = 'bf16' }\n"
          "return model:memory { batch = 1, tokens = 400, optimizer = ng.optimizer.zeroth_order {\n"
          "  estimator = ng.estimator.two_point(), update = ng.update.adam { lr = 1e-4 } } }");
}
