-- ng.attack.simba: walks along the vectors of an orthonormal basis in random order, each to the side on which the class becomes less
-- likely. The paper's walk ends where its steps do; this one is kept in the ball, and goes through the basis again.
local basis_of = require "nilgrad.attack.score.basis"
local ball = require "nilgrad.attack.score.ball"
local shared = require "nilgrad.attack.score.options"
local method = require "nilgrad.attack.method"

local function attack(victim, options)
  local project = ball(victim)
  local basis = basis_of[options.basis](victim.image.shape, options)
  local x, least = victim.image, victim:query(victim.image)
  while true do
    local before = x
    for _, position in ipairs(basis.order(victim.random)) do
      for sign = 1, -1, -2 do
        local candidate = project(basis.step(x, position, sign * options.step))
        local loss = candidate:equal(x) and least or victim:query(candidate)  -- clipping may leave nothing of a step
        if loss < least then
          x, least = candidate, loss
          break
        end
      end
    end
    if x == before then return end
  end
end

return method {
  name = "simba", attack = attack, loss = "cross_entropy", targeted = true,
  summary = "tries ±ε along pixels or cosine waves, one after another, and keeps what makes the class less likely",
  formula = "for q of the basis, in random order, and α = +step, then −step: x' = Π(x + αq); x ← x' where log p_y falls, and on to the "
    .. "next q. Π: onto the ball (l2: δ·min(1, ε/|δ|); linf: clipped to ±ε), then onto [0, 1]. A candidate that equals x is not asked about. "
    .. "When the basis has been gone through, again; it gives up when a whole round improved nothing",
  options = {
    { name = "basis", type = "string", choices = { "pixel", "dct" }, default = "pixel",
      help = "single pixels, or the waves of the orthonormal cosine transform of each channel (SimBA-DCT)" },
    { name = "step", type = "number", min = 0, above_min = true, default = 0.2, help = "the paper's ε, length of a step" },
    { name = "frequencies", type = "integer", min = 1, default = 28,
      help = "dct: begin with the waves of so many lowest frequencies in height and width" },
    { name = "stride", type = "integer", min = 1, default = 7, help = "dct: then so many more at a time" },
    shared.loss "cross_entropy",
  },
  cost = "1 or 2 queries a direction, and 1 to begin with",
  reference = "Guo, Gardner, You, Wilson & Weinberger, ICML 2019: Simple black-box adversarial attacks. The ball and the rounds are this "
    .. "library's: the paper stops at the budget, wherever it is",
  example = shared.example("ng.attack.simba { step = 0.05 }"),
}
