-- ng.attack.nes where the model shows its scores: from the image outwards, in the ball.
local native = require "nilgrad.native"
local ball = require "nilgrad.attack.score.ball"
local estimate = require "nilgrad.attack.score.nes_estimate"
local plateau = require "nilgrad.attack.score.plateau"

return function(victim, options)
  local project, x = ball(victim), victim.image
  local candidates_at, gradient_of = estimate(x.shape, options.samples, options.sigma, victim.random)
  local momentum = native.tensor.zeros(x.shape, "float32")
  local lr_after = plateau(options.lr or (victim.norm == "linf" and 0.01 or 0.1))
  local losses = victim:query_all(candidates_at(x))  -- the image itself is known to fail
  while true do
    local gradient, mean = gradient_of(losses)
    momentum:mul_(0.9):add_(gradient, 0.1)
    local lr, length = lr_after(mean or math.huge), momentum:norm()
    if victim.norm == "linf" then
      x = x:add(momentum:sign(), -lr)
    elseif length > 0 then
      x = x:add(momentum, -lr / length)
    end
    x = project(x)
    losses = victim:query_all(native.tensor.concat { x:reshape { 1, table.unpack(x.shape) }, candidates_at(x) })
    table.remove(losses, 1)
  end
end
