-- ng.attack.nes: natural evolution strategies, for models that show scores, some of them, or the class alone.
local shared = require "nilgrad.attack.score.options"
local from_inside = require "nilgrad.attack.score.nes_scores"
local from_outside = require "nilgrad.attack.score.nes_partial"
local method = require "nilgrad.attack.method"

local function attack(victim, options)
  if victim.access == "top_k" or victim.access == "labels" then return from_outside(victim, options) end
  return from_inside(victim, options)
end

return method {
  name = "nes", attack = attack, loss = "cross_entropy", targeted = true, access = "labels", reads_scores = true,
  summary = "gradients from antithetic Gaussian samples; also with the scores of the likeliest classes alone, or the class alone",
  formula = "ĝ = 1/(nσ) Σ f(x + σu) u, in pairs ±u;  m ← 0.9 m + 0.1 ĝ;  x ← Π(x − lr sign m) for linf, Π(x − lr m/|m|) for l2; lr is halved, at most "
    .. "to 1/200, when the samples' mean loss has risen over five steps.\nTop k or labels: from an image that is adversarial already, in a ball around "
    .. "the original that shrinks as long as it stays so (the paper's Algorithm 2). With labels f is the share of noisy copies that are not",
  options = {
    { name = "samples", type = "integer", min = 2, default = 50, unit = "queries", help = "n, of an estimate; half of them directions" },
    { name = "sigma", type = "number", min = 0, above_min = true, default = 0.001, help = "σ, how far the samples lie" },
    shared.lr "0.01 for linf, 0.1 for l2",
    { name = "copies", type = "integer", min = 1, default_text = "as many as leave the budget 50 steps, at most 100 (the published number)",
      help = "labels only: noisy copies of each sample. A step costs samples × copies" },
    { name = "mu", type = "number", min = 0, above_min = true, default = 0.001, help = "labels only: the copies' uniform noise is within ±mu. Where it and sigma change no "
      .. "label, nothing is learnt: small images want more, such as 0.03" },
    shared.loss "cross_entropy",
  },
  cost = "a step: n queries, and 1 to look at the point reached; labels: n × copies, and the looks of a line search",
  reference = "Ilyas, Engstrom, Athalye & Lin, ICML 2018: Black-box adversarial attacks with limited queries and information, and its code "
    .. "labsix/limited-blackbox-attacks (all defaults). The l2 steps, and untargeted starts from noise, are this library's",
  example = shared.example "ng.attack.nes { samples = 8 }",
}
