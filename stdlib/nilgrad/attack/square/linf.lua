-- The L∞ Square attack (Andriushchenko et al. 2020, Algorithms 1 and 2). Every pixel stands at one end of its interval,
-- max(0, x − ε) or min(1, x + ε): vertical stripes of random ends at first, then squares of one random end a channel, kept when
-- they lower the loss. A proposal that changes nothing is drawn again, which asks nothing.
return function(victim, side_at)
  local random, shape = victim.random, victim.image.shape
  local height, width = shape[#shape - 1], shape[#shape]
  local image = victim.image:reshape { -1, height, width }
  local lower, upper = (image - victim.eps):clamp_(0, 1), (image + victim.eps):clamp_(0, 1)
  local best, candidate = image:clone(), image:clone()
  local planes = {}
  for c = 1, #image do planes[c] = { candidate = candidate[c], lower[c], upper[c] } end

  -- Paints the window of every channel with a random end; did that change anything?
  local function paint(first, last)
    local changed = false
    for c = 1, #planes do
      local plane = planes[c]
      changed = plane.candidate:paste(plane[random:integer(1, 2)], first, last) or changed
    end
    return changed
  end

  for column = 1, width do paint({ 1, column }, { height, column }) end
  best:copy(candidate)
  local best_loss = victim:query(candidate)

  local smallest = math.min(height, width)
  local first, last = { 0, 0 }, { 0, 0 }
  for step = 0, math.huge do
    local side = math.max(1, math.min(side_at(step), smallest))
    first[1], first[2] = random:integer(1, height - side + 1), random:integer(1, width - side + 1)
    last[1], last[2] = first[1] + side - 1, first[2] + side - 1
    repeat until paint(first, last)
    local loss = victim:query(candidate)
    if loss < best_loss then
      best_loss = loss
      best:paste(candidate, first, last)
    else
      candidate:paste(best, first, last)
    end
  end
end
