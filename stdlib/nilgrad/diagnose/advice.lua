-- What to use, from what was seen of a function: d.recommendation and its reasons.
local native = require "nilgrad.native"

local function queries_for(d)
  local snr = d.signal_to_noise
  if not snr or d.noise_kind ~= "stochastic" or snr >= 3 then return 1 end
  return math.min(64, math.ceil((3 / math.max(snr, 1e-3)) ^ 2))
end

-- The largest rate at which descent along estimates of q directions does not grow: 2/L for the gradient itself, less the estimate's
-- variance (Nesterov & Spokoiny, Found. Comput. Math. 17, 2017).
local function rates(d, directions)
  local bend = math.max(math.abs(d.curvature.least), math.abs(d.curvature.most))
  if not (bend > 0) or d.kinks then return nil end
  local most = 1 / (bend * (1 + (directions and (d.dim - 1) / directions or 0)))
  return most / 10, most
end

return function(d)
  local reasons, advice = {}, {}
  local function because(format, ...) reasons[#reasons + 1] = format:format(...) end
  local side, h, q, directions = "central", d.h.central, queries_for(d), nil
  if d.scales and d.scales > 100 then
    because("coordinates differ %.2g times in scale: rescale them, or give h as a list of one a coordinate", d.scales)
  end
  if d.noise_kind == "stochastic" and d.signal_to_noise and d.signal_to_noise < 1 then
    because("at one query the noise exceeds the difference of two values: more queries, or evolution strategies, which go by ranks")
  end
  if d.kinks then
    because("slopes on the two sides of x differ: there is a kink, so smooth over it with a larger h and a falling rate")
    h = math.max(h, 1e-2)
  end
  h = tonumber(("%.2g"):format(h)) -- it is not known better
  local options = { h = h }
  if d.dim <= 16 and d.noise_kind ~= "stochastic" and not d.kinks then
    advice.estimator_name, options.side = "coordinate", side
    because("differences along every coordinate cost %d evaluations and have no variance", 2 * d.dim)
  else
    advice.estimator_name, directions = "two_point", math.max(q, d.dim > 16 and math.min(8, d.dim) or 1)
    options.queries, options.perturbation = directions, native.perturbation.rademacher()
    because("random signs (rademacher), %d a step: of fixed length, so of the least variance for their cost", directions)
    if d.participation and d.participation < d.dim / 10 then
      because("the gradient is sparse (about %.0f of %d coordinates count): on its large coordinates random signs err least, with "
        .. "directions aligned with the gradient (ng.estimator.dap)", d.participation, d.dim)
    end
  end
  if d.noise_kind == "stochastic" then
    because("values have noise of %.2g: central differences with h = %.2g balance it against the function's bend", d.noise, h)
  end
  advice.estimator = native.estimator[advice.estimator_name](options)
  advice.h, advice.queries = h, directions
  advice.lr_least, advice.lr_most = rates(d, directions)
  if advice.lr_most then
    because("the largest bend seen is %.2g a squared unit of length, so sgd's rate is at most about %.2g", math.max(
      math.abs(d.curvature.least), math.abs(d.curvature.most)), advice.lr_most)
  end
  advice.reasons = reasons
  return advice
end
