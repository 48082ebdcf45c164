-- The way between an image and an adversarial one, and the search for the decision boundary on it.
--   boundary.distance(norm, a, b)
--   boundary.between(norm, image, adversarial, length)   the point of that way `length` from the image: on the straight line,
--                                                        or for linf every pixel moved as far, but not beyond its end
--   boundary.search(ask, high, tolerance, low) -> the least length known to fool, its candidate
--   boundary.approach(victim, adversarial, tolerance) -> the image near the boundary, its distance
-- tolerance is a length, in the norm.
local boundary = {}

-- How many numbers change tells nothing of the way between two images: lengths are those of l1.
local order = { linf = math.huge, l2 = 2, l1 = 1, l0 = 1 }

function boundary.distance(norm, a, b) return (a - b):norm(order[norm]) end

function boundary.between(norm, image, adversarial, length)
  if norm == "linf" then return adversarial:clamp(image - length, image + length) end
  local change = adversarial - image
  local whole = change:norm(order[norm])
  return image:add(change, whole > 0 and math.min(1, length / whole) or 0)
end

--- Halves [low, high] (low is 0 when not given), whose upper end fools, until it is no longer than the tolerance.
--- ask(length) -> whether it fools, its candidate; 1 query a halving. The candidate is nil when no length below `high` fools.
function boundary.search(ask, high, tolerance, low)
  local found
  low = low or 0
  while high - low > tolerance do
    local middle = (low + high) / 2
    if middle <= low or middle >= high then break end
    local fooled, candidate = ask(middle)
    if fooled then high, found = middle, candidate
    else low = middle end
  end
  return high, found
end

function boundary.approach(victim, adversarial, tolerance)
  local length, found = boundary.search(function(length)
    local candidate = boundary.between(victim.norm, victim.image, adversarial, length)
    return victim:fools(candidate), candidate
  end, boundary.distance(victim.norm, victim.image, adversarial), tolerance)
  return found or adversarial, length
end

return boundary
