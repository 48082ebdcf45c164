-- sample(problem, estimator): what `trials` estimates of one estimator are like: { cosine = { … }, error = { … }, evaluations = of one }, sorted.
-- problem: { f, x, trials, seed, gradient }; without a gradient, the mean of these estimates stands for it.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function draws(problem, estimator)
  local list, evaluations = {}, 0
  for step = 1, problem.trials do
    local estimate = native.estimate(problem.f, problem.x, { estimator = estimator, seed = problem.seed, step = step })
    local dense = estimate:dense():reshape { -1 }
    local squares = dense:dot(dense)
    evaluations = evaluations + estimate.evaluations
    if squares > 0 and squares < math.huge then list[#list + 1] = dense end
  end
  return list, evaluations / problem.trials
end

local function mean_of(list)
  local mean = list[1] * (1 / #list)
  for i = 2, #list do mean:add_(list[i], 1 / #list) end
  return mean
end

return function(problem, estimator)
  local list, evaluations = draws(problem, estimator)
  if #list == 0 then raise("ng.plot.estimates: no estimate of %s is usable: all are 0 or of failed evaluations", tostring(estimator)) end
  local gradient = problem.gradient or mean_of(list)
  local length, made = gradient:norm(2), { cosine = {}, error = {}, evaluations = evaluations }
  if length == 0 then raise "ng.plot.estimates: the gradient at x is 0, so that estimates have no angle to it: choose another x" end
  for i, estimate in ipairs(list) do
    made.cosine[i] = estimate:dot(gradient) / (estimate:norm(2) * length)
    made.error[i] = (estimate - gradient):norm(2) / length
  end
  table.sort(made.cosine)
  table.sort(made.error)
  return made
end
