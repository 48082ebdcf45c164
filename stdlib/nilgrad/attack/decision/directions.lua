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

-- What `count` decisions say of their directions uᵢ, sᵢ being 1 where one fools and −1 where it does not.
local Votes = {}
Votes.__index = Votes

--- Σ sᵢ uᵢ, flat.
function Votes:sum() return self.signed end

--- Σ (sᵢ − s̄) uᵢ, whose variance is less; where all decisions are the same, Σ sᵢ uᵢ.
function Votes:contrast()
  if math.abs(self.balance) == self.count then return self.signed end
  return self.signed:add(self.plain, -self.balance / self.count)
end

--- Asks for `count` decisions. draw(n) -> n directions [n, d], the candidates at their ends [n, d]; the directions may be what
--- clipping left of them, and are written over.
function directions.vote(victim, count, draw)
  local size = victim.image.size
  local votes = setmetatable({ count = count, balance = 0,
    signed = native.tensor.zeros({ size }, "float32"), plain = native.tensor.zeros({ size }, "float32") }, Votes)
  local left = count
  while left > 0 do
    local n = math.min(left, math.max(1, most_elements // size))
    local rows, candidates = draw(n)
    local signs = native.tensor.zeros({ n, 1 }, "float32")
    for i, fooled in ipairs(victim:fools_all(candidates)) do
      signs[i] = fooled and 1 or -1
      votes.balance = votes.balance + (fooled and 1 or -1)
    end
    votes.plain:add_(rows:sum(1))
    votes.signed:add_(rows:mul_(signs):sum(1))
    left = left - n
  end
  return votes
end

return directions
