-- steps(norm, lr, momentum): a gradient step of length lr in the norm of the attack, a number or a schedule: of lr in every pixel for
-- linf, of Euclidean length lr for l2.
local update = require "nilgrad.native".update

return function(norm, lr, momentum)
  if norm == "linf" then return update.sign { lr = lr, momentum = momentum } end
  return update.momentum { lr = lr, momentum = momentum, normalized = true }
end
