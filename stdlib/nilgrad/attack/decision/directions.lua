-- Random directions, and sums of them weighted by the decisions at their ends.
local native = require "nilgrad.native"

local directions = {}

-- Directions of one call for the model together have at most this many elements, so that large images cost no more memory.
local most_elements = 2 ^ 22

--- Rows scaled to the length 1 in a norm (2 or math.huge), in place.
function directions.normalise(rows, p)
  return rows:div_(rows:norm(p or 2, 2):reshape { #rows, 1 })
end

--- [count, d] float32, each row uniform on the unit sphere.
function directions.sphere(victim, count)
  return directions.normalise(victim.random:normal({ count, victim.image.size }, "float32"))
end

--- Σ sᵢ uᵢ and Σ uᵢ, flat float32 tensors, and Σ sᵢ, where sᵢ is 1 when direction i fools and −1 otherwise; `count` queries.
--- draw(n) -> n directions [n, d], the candidates at their ends [n, d] (the directions may be what clipping left of them).
function directions.vote(victim, count, draw)
  local size = victim.image.size
  local at_once = math.max(1, math.min(count, most_elements // size))
  local signed, plain, balance = native.tensor.zeros({ size }, "float32"), native.tensor.zeros({ size }, "float32"), 0
  while count > 0 do
    local n = math.min(at_once, count)
    local rows, candidates = draw(n)
    local signs = native.tensor.zeros({ n, 1 }, "float32")
    for i, fooled in ipairs(victim:fools_all(candidates)) do
      local sign = fooled and 1 or -1
      signs[i] = sign
      balance = balance + sign
    end
    plain:add_(rows:sum(1))
    signed:add_(rows:mul_(signs):sum(1))
    count = count - n
  end
  return signed, plain, balance
end

return directions
