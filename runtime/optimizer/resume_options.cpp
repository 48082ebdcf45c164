#include "runtime/optimizer/resume_options.hpp"

NILGRAD_DESCRIBE(function, resume) {
  using nilgrad::ResumeOptions;
  return Described<ResumeOptions>("function", "resume",
                                  "goes on with the run of a journal as if nothing had happened, to the bit")
      .signature("ng.resume(path: string, options: table?) -> result | run")
      .cost("none for what the journal holds: it is told again; the budget, like all that determines a run, is its own")
      .opaque("objective", Type::any, "",
              "of a run of minimize or maximize: the same, by name, dimension, bounds and code; what a function's "
              "upvalues hold is not covered",
              {.default_text = "none: ask and tell"})
      .opaque("x0", Type::any, "tensor", "the start point once more, where it was too large for the journal",
              {.default_text = "the journal's, else the objective's own"})
      .option("in_place", &ResumeOptions::in_place, "x0, a tensor, is moved itself and not a copy of it")
      .option("workers", &ResumeOptions::workers, "how many evaluations of a request go on at once, as for ng.minimize",
              {.low = 1, .high = 1024, .default_text = "the objective's own"})
      .option("evaluate_every", &ResumeOptions::evaluate_every,
              "assess after every so many steps from here on, as ng.minimize does",
              {.low = 1, .unit = "steps", .default_text = "as the run began"})
      .option("journal_sync", &ResumeOptions::journal_sync, "time between flushes of the journal to the disk",
              {.low = 0, .infinite = true, .unit = "s"})
      .opaque("callback", Type::function, "", "called after each step that is new, as by ng.minimize")
      .opaque("progress", Type::boolean, "", "a line on a terminal while it runs", {.default_text = "true"})
      .example(
          "local path, f = os.tmpname(), function(x) return (x[1] - 1)^2 end\n"
          "os.remove(path)\n"
          "pcall(ng.minimize, f, { dim = 1, budget = 90, seed = 1, journal = path,\n"
          "  callback = function(progress) if progress.steps == 20 then error 'the power fails' end end })\n"
          "local result = ng.resume(path, { objective = f })\n"
          "os.remove(path)\n"
          "return result");
}

NILGRAD_DESCRIBE(function, replay) {
  using nilgrad::ReplayOptions;
  return Described<ReplayOptions>("function", "replay",
                                  "rebuilds the point where the run of a journal stood, without evaluating anything")
      .signature(
          "ng.replay(path: string, target: tensor | language_model | objective | nil, options: table?) -> tensor | "
          "language_model")
      .formula(
          "target becomes the point; where it is nil, the point is a new tensor\n"
          "ng.replay('sst2.journal', ng.model.load 'opt-125m', { step = result.best_step }) is the tuned model")
      .cost("no evaluations: the optimizer is told the journal's values")
      .memory(
          "none beside target, which becomes the point: a tensor of the run's shape and dtype, a language model as it "
          "was before the run (its adapters are made; other weights are refused), or an objective that moves its own "
          "point. Where the journal does not hold the start point, target must")
      .option("step", &ReplayOptions::step, "the point after this many steps",
              {.low = 0, .unit = "steps", .default_text = "the last in the journal"})
      .opaque("objective", Type::any, "", "whose start the run began at, where that was too large for the journal")
      .example(
          "local path, f = os.tmpname(), ng.objective.sphere { dim = 3 }\n"
          "os.remove(path)\n"
          "local result = ng.minimize(f, { budget = 90, seed = 1, journal = path })\n"
          "local last = ng.replay(path)\n"
          "os.remove(path)\n"
          "return (last - result.last):abs():max()");
}
