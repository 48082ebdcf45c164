-- What the decision-based attacks ask, seen from a victim of one's own: batches, starts, tolerances, the box.
package.path = "tests/language/modules/?.lua;" .. package.path
local ng = require "nilgrad"
local run = require "decision_victim"

-- Fooled where the mean of the first half of 64 pixels exceeds that of the second.
local function leans(candidates)
  local halves = candidates:reshape { #candidates, 2, 32 }:sum(3)
  local fooled = {}
  for i = 1, #candidates do fooled[i] = halves[{ i, 1 }] > halves[{ i, 2 }] end
  return fooled
end
local image = ng.tensor.full({ 1, 8, 8 }, 0.5, "float32")
image[1]:fill_window({ 1, 1 }, { 4, 8 }, 0.4)

local function sizes(victim, least)
  local list = {}
  for _, size in ipairs(victim.calls) do
    if size >= least then list[#list + 1] = size end
  end
  return table.concat(list, " ")
end

-- What a paper asks together is asked together: a gradient's decisions, not one image a call.
local function attack(name, task)
  local full = { image = image, decide = leans, norm = "l2", budget = 1500, seed = 1 }
  for field, value in pairs(task or {}) do full[field] = value end
  return run(ng.attack[name](full.options), full)
end
print(sizes(attack "hop_skip_jump", 50))     --> 100 141 173 200 223 244 264 70
print(sizes(attack "sign_opt", 50))          --> 100 200 200 200 200
print(sizes(attack("sign_opt", { options = { noise = "white" } }), 50)) --> 100 200 200 200 200 92
print(sizes(attack "geoda", 50))             --> 55 77 108 152 213 300 421 56
print(sizes(attack "boundary", 2):sub(1, 9), #attack "boundary".calls) --> 2 2 2 2 2	1364

-- No candidate leaves the box, where clipping has work to do too.
local dark = ng.tensor.full({ 1, 8, 8 }, 0, "float32")
dark[1]:fill_window({ 5, 1 }, { 8, 8 }, 0.02)
for _, name in ipairs { "hop_skip_jump", "sign_opt", "boundary", "rays", "geoda" } do
  local victim = attack(name, { image = dark, norm = name == "rays" and "linf" or "l2", budget = 800 })
  io.write(name, " ", victim.outside, " ", tostring(victim.best < 0.2), "; ")
end
print()                                      --> hop_skip_jump 0 true; sign_opt 0 true; boundary 0 true; rays 0 true; geoda 0 true;

-- GeoDA looks for the boundary more finely than its probes are spread, whatever their spread: the decisions of a batch are mixed.
for _, sigma in ipairs { 2e-4, 2e-3, 2e-2 } do
  local least, most = 1, 0
  local function watching(candidates)
    local answers, fooled = leans(candidates), 0
    for _, answer in ipairs(answers) do fooled = fooled + (answer and 1 or 0) end
    if #answers >= 50 then least, most = math.min(least, fooled / #answers), math.max(most, fooled / #answers) end
    return answers
  end
  local victim = attack("geoda", { decide = watching, options = { sigma = sigma } })
  print(sigma, least > 0.1, most < 0.9, victim.best < 1.1 * 0.4)
end --> 0.0002	true	true	true
    --> 0.002	true	true	true
    --> 0.02	true	true	true

-- Where noise of single pixels never fools, that of coarser squares is asked, in batches that double.
local function uneven(candidates)
  local fooled = {}
  for i = 1, #candidates do
    local cells = candidates[i]:reshape { 8, 8 }
    fooled[i] = math.abs(cells:window({ 1, 1 }, { 8, 4 }):mean() - cells:window({ 1, 5 }, { 8, 8 }):mean()) > 0.35
  end
  return fooled
end
local victim = attack("hop_skip_jump", { decide = uneven, budget = 1200 })
print(table.concat(victim.calls, " ", 1, 9), victim.best < 1.6) --> 1 2 4 8 16 32 64 64 1	true

-- Targeted attacks begin at the given image; where the model does not take it for the target, at noise.
local start = ng.tensor.full({ 1, 8, 8 }, 0, "float32")
start[1]:fill_window({ 1, 1 }, { 4, 8 }, 1)
for _, name in ipairs { "hop_skip_jump", "sign_opt", "boundary" } do
  local given = attack(name, { target = 1, start = start })
  local wrong = attack(name, { target = 1, start = image })
  io.write(name, " ", given.progress[1].queries, " ", tostring(wrong.progress[1].queries > 1 and wrong.best < 0.5), "; ")
end
print()                                      --> hop_skip_jump 1 true; sign_opt 1 true; boundary 1 true;

-- The same questions with the same seed, others with another.
for _, name in ipairs { "hop_skip_jump", "sign_opt", "boundary", "geoda" } do
  local one, same, other = attack(name), attack(name), attack(name, { seed = 2 })
  io.write(tostring(one.best == same.best and #one.calls == #same.calls), " ", tostring(one.best ~= other.best), "; ")
end
print()                                      --> true true; true true; true true; true true;

-- Votes: where most decisions agree, leaving out their mean shows the direction better; where all do, there is only their sum.
local directions = require "nilgrad.attack.decision.directions"
local function votes_above(offset)
  local voter = { image = ng.tensor.zeros({ 64 }, "float32"), random = ng.random(5) }
  function voter:fools_all(candidates)
    local answers = {}
    for i = 1, #candidates do answers[i] = candidates[{ i, 1 }] > offset end
    return answers
  end
  return directions.vote(voter, 400, function(n)
    local rows = directions.sphere(voter, n)
    return rows, rows:clone()
  end)
end
local function share_along_first(direction) return direction[1] / direction:norm() end
local skewed, same = votes_above(-0.2), votes_above(-2)
print(skewed.balance > 300, share_along_first(skewed:contrast()) > share_along_first(skewed:sum()) + 0.1) --> true	true
print(same.balance, same:contrast():equal(same:sum())) --> 400	true
