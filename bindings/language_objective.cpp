#include "bindings/language_objective.hpp"

#include <array>

#include "bindings/language_model.hpp"
#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/transformer/language/language_objective.hpp"

namespace nilgrad::bindings {

using transformer::Example, transformer::LanguageObjective, transformer::Loss, transformer::Model,
    transformer::TrainedSet;

namespace {

struct LanguageOptions {
  std::int64_t batch = 16;
  std::optional<std::string> objective;
  std::int64_t rank = 8;
  double alpha = 16;
  std::optional<std::int64_t> tokens;
  std::uint64_t seed = 0;
  std::optional<std::string> mask;
  std::optional<double> share;
};

constexpr std::array<std::pair<const char*, Loss>, 4> losses = {{{"cross_entropy", Loss::cross_entropy},
                                                                 {"language_model", Loss::language_model},
                                                                 {"accuracy", Loss::accuracy},
                                                                 {"f1", Loss::f1}}};

Loss loss_named(const std::string& name) {
  for (const auto& [known, loss] : losses)
    if (name == known) return loss;
  throw_error(ErrorKind::option, "unknown objective '{}'", name);
}

/// The names of tensors that one of the Lua patterns at `index` matches, found as string.find does.
std::vector<std::string> matching(lua_State* L, int index, const Model& model) {
  std::vector<std::string> found;
  const lua_Integer patterns = luaL_len(L, index);
  lua_getglobal(L, "string");
  lua_getfield(L, -1, "find");
  for (const transformer::NamedTensor& named : model.tensors())
    for (lua_Integer p = 1; p <= patterns; ++p) {
      lua_pushvalue(L, -1);
      push_string(L, named.name);
      lua_geti(L, index, p);
      lua_call(L, 2, 1);
      const bool match = lua_toboolean(L, -1) != 0;
      lua_pop(L, 1);
      if (!match) continue;
      found.push_back(named.name);
      break;
    }
  lua_pop(L, 2);
  return found;
}

/// What moves of the tensors that are trained.
void read_mask(const LanguageOptions& options, TrainedSet& set) {
  if (!options.mask) {
    if (options.share)
      throw Error(ErrorKind::option, "option 'share' is of a mask: give mask = 'small' or 'sensitive'");
    return;
  }
  if (set.what != TrainedSet::What::all && set.what != TrainedSet::What::named)
    throw Error(ErrorKind::option,
                "option 'mask' goes with weights of the model, not with what is trained beside them");
  const bool small = *options.mask == "small";
  set.masked = small ? TrainedSet::Masked::small : TrainedSet::Masked::sensitive;
  set.share = options.share.value_or(small ? 0.2 : 0.001);
}

/// Calls task:method(arguments …) with `count` arguments on the stack above the task; leaves the result.
void call_task(lua_State* L, int task, const char* method, const char* split, int model) {
  if (lua_getfield(L, task, method) != LUA_TFUNCTION)
    throw_error(ErrorKind::option, "option 'task' must be a task of ng.task: it has no task:{}", method);
  lua_pushvalue(L, task);
  if (model != 0) lua_pushvalue(L, model);
  lua_pushstring(L, split);
  lua_call(L, model != 0 ? 3 : 2, 1);
}

/// Those of a split, none where the task has no such split.
std::vector<Example> examples_of(lua_State* L, int task, const char* split, int model_index, const Model& model) {
  call_task(L, task, "examples", split, 0);
  if (luaL_len(L, -1) == 0) return {};
  call_task(L, task, "encoded", split, model_index);
  return to_examples(L, -1, model, std::string_view(split) == "train" ? "example" : "held-out example");
}

int language(lua_State* L) {
  lua_settop(L, 1);
  const auto& descriptor = *catalog::find("objective", "language");
  const auto options = catalog::read<LanguageOptions>(descriptor, read_options(L, 1, descriptor));
  lua_getfield(L, 1, "model");
  const int model_index = lua_gettop(L);
  const LanguageModelPointer model = check<LanguageModelPointer>(L, model_index);
  LanguageObjective::Settings settings;
  settings.batch = static_cast<std::size_t>(options.batch);
  settings.trained = trained_set(L, 1, *model, {options.rank, options.alpha, options.tokens, options.seed});
  read_mask(options, settings.trained);
  std::vector<Example> examples, held_out;
  const bool task = lua_getfield(L, 1, "task") != LUA_TNIL;
  const int task_index = lua_gettop(L);
  if (task == (lua_getfield(L, 1, "examples") != LUA_TNIL))
    throw_error(ErrorKind::option, "ng.objective.language needs either task = a task of ng.task or examples = a list");
  if (task) {
    if (lua_getfield(L, task_index, "name") == LUA_TSTRING) settings.task = lua_tostring(L, -1);
    if (lua_getfield(L, task_index, "objective") == LUA_TSTRING) settings.loss = loss_named(lua_tostring(L, -1));
    examples = examples_of(L, task_index, "train", model_index, *model);
    held_out = examples_of(L, task_index, "dev", model_index, *model);
  } else {
    examples = to_examples(L, -1, *model);
    if (lua_getfield(L, 1, "held_out") != LUA_TNIL) held_out = to_examples(L, -1, *model, "held-out example");
  }
  if (options.objective) settings.loss = loss_named(*options.objective);
  push<ObjectivePointer>(L, std::make_shared<LanguageObjective>(model, std::move(settings), std::move(examples),
                                                                std::move(held_out), StopToken(interrupt_flag())));
  return 1;
}

}  // namespace

TrainedSet trained_set(lua_State* L, int table, const Model& model, const AdapterOptions& options) {
  using What = TrainedSet::What;
  const int type = lua_getfield(L, table, "parameters");
  const int index = lua_gettop(L);
  if (type == LUA_TTABLE) return {What::named, matching(L, index, model), {}, 0, 0};
  const std::string which = type == LUA_TNIL ? "all" : luaL_tolstring(L, index, nullptr);
  if (which == "all") return {};
  if (which == "lora") return {What::lora, {}, {options.rank, options.alpha}, 0, options.seed};
  if (which == "prefix") return {What::prefix, {}, {}, options.tokens.value_or(5), options.seed};
  if (which == "prompt") return {What::prompt, {}, {}, options.tokens.value_or(10), options.seed};
  throw_error(ErrorKind::option,
              "option 'parameters' must be 'all', 'lora', 'prefix', 'prompt' or a list of patterns of tensor names, "
              "got '{}'",
              which);
}

void open_language_objective(lua_State* L) {
  lua_pushcfunction(L, native<language>);
  lua_setfield(L, -2, "language");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(objective, language) {
  using Options = nilgrad::bindings::LanguageOptions;
  return Described<Options>("objective", "language", "a language model's loss on minibatches of a task")
      .signature("ng.objective.language { model = , task = , … } -> objective")
      .formula(
          "the point is the model's own tensors, which a run moves in place; evaluations form W + s·v layer by layer\n"
          "for all branches of an estimate while its directions are in cache, and never write a weight. Every probe "
          "of\n"
          "a step sees the same examples, which depend on (seed, step) alone. Losses are rounded to 36 significant "
          "bits")
      .opaque("model", Type::any, "", "a language model of ng.model.load or ng.model.random", {.required = true})
      .opaque("task", Type::any, "", "of ng.task: trained on its 'train', judged (evaluate_every) by its 'dev'")
      .opaque("examples", Type::any, "",
              "instead of a task: a list of { prompt = ids, options = { ids, … }, answer = i }")
      .opaque("held_out", Type::any, "", "beside examples: such a list that evaluate_every goes by")
      .option("batch", &Options::batch, "examples of a minibatch", {.low = 1, .high = 1e6, .unit = "examples"})
      .option(
          "objective", &Options::objective,
          "what is minimized: the cross-entropy over the options' mean log p, −log p of the answer, or what has no\n"
          "gradient: 1 − accuracy, 1 − F1",
          {.choices = {"cross_entropy", "language_model", "accuracy", "f1"}})
      .opaque("parameters", Type::any, "",
              "what is trained: 'all', 'lora' (q and v), 'prefix', 'prompt', or a list of patterns (string.find's) of "
              "tensor names",
              {.default_text = "'all'"})
      .option("rank", &Options::rank, "of 'lora'", {.low = 1, .high = 1024})
      .option("alpha", &Options::alpha, "of 'lora': B A x counts alpha/rank", {.low = 0})
      .option("tokens", &Options::tokens, "trained tokens of 'prefix' (5) and 'prompt' (10)",
              {.low = 1, .high = 1e4, .unit = "tokens", .default_text = "5 or 10"})
      .option("seed", &Options::seed, "what 'lora', 'prefix' and 'prompt' begin with comes from it")
      .option(
          "mask", &Options::mask,
          "which weights move, chosen once at the start; the others keep their bytes: 'small', the least in\n"
          "magnitude of each tensor (Sparse-MeZO), or 'sensitive', the greatest |W_ij|·‖x_j‖ of all matrices over the\n"
          "first 128 training examples (Wanda's, by forward passes alone; others take gradients)",
          {.choices = {"small", "sensitive"}, .default_text = "all weights move"})
      .option("share", &Options::share, "of the weights that move, with a mask",
              {.low = 0, .high = 1, .above_low = true, .default_text = "0.2 small, 0.001 sensitive"})
      .cost("a forward pass over the minibatch for each probe; those of one estimate share the directions")
      .memory(
          "the model's weights and activations of at most 8 branches; no gradient, no copy of the weights; a mask "
          "takes 1 bit a weight")
      .reference("Malladi et al., NeurIPS 2023 (MeZO)")
      .example(
          "local model = ng.model.load 'scripts/models/mini-opt'\n"
          "local good, bad = model:tokenize(' great', { prepend = false }), model:tokenize(' bad', { prepend = false "
          "})\n"
          "local f = ng.objective.language { model = model, batch = 1, parameters = { 'layers.3.fc' }, examples = {\n"
          "  { prompt = model:tokenize 'a joy . It was', options = { bad, good }, answer = 2 } } }\n"
          "return ng.minimize(f, { steps = 3, seed = 1, optimizer = ng.optimizer.zeroth_order {\n"
          "  estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-4 } } })");
}
