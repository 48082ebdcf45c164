-- What the pictures of a study are drawn from: its trials by state, its parameters with one axis each, ranges of values.
local core = require "nilgrad.native.study"
local raise = require "nilgrad.raise"

local view = {}
view.__index = view

--- The colours of states, told apart by everyone (Okabe and Ito).
view.colours = { complete = "#0072B2", pruned = "#999999", failed = "#D55E00", running = "#009E73", best = "#E69F00" }
view.unfinished = { waiting = true, running = true }

local function is_finite(number) return type(number) == "number" and number == number and math.abs(number) < math.huge end
view.is_finite = is_finite

view.clean = require "nilgrad.plot.figure.clean"

--- A number with as many digits as tell it from its neighbours.
function view.short(number)
  if math.type(number) == "integer" then return tostring(number) end
  return (("%.4g"):format(number):gsub("e([+-])0*(%d)", "e%1%2"):gsub("e%+", "e"))
end

--- Workers' names as short as they can be told apart: "node:4711:18f3a2:9e" is "node:4711", unless two are.
function view.workers(workers)
  local names, times = {}, {}
  for i, worker in ipairs(workers) do
    names[i] = worker:match "^(.-:%d+):[%x:]+$" or worker
    times[names[i]] = (times[names[i]] or 0) + 1
  end
  for i, worker in ipairs(workers) do
    if times[names[i]] > 1 then names[i] = worker end
    if #names[i] > 30 then names[i] = names[i]:sub(1, 14) .. "…" .. names[i]:sub(-14) end
    if names[i] == "" then names[i] = "?" end
  end
  return names
end

--- A parameter's value as text.
function view.text(value)
  if type(value) == "number" then return view.short(value) end
  if type(value) == "table" then return table.concat(value, " ") end
  return tostring(value)
end

-- One domain a parameter: the last one asked for, as wide as any before it. Choices are joined.
local function joined(known, domain)
  if not known or known.kind ~= domain.kind then return domain end
  local both = {}
  for field, value in pairs(domain) do both[field] = value end
  if domain.choices then
    both.choices = table.move(known.choices, 1, #known.choices, 1, {})
    local has = {}
    for _, choice in ipairs(known.choices) do has[choice] = true end
    for _, choice in ipairs(domain.choices) do
      if not has[choice] then both.choices[#both.choices + 1] = choice end
    end
  elseif domain.low then
    both.low, both.high = math.min(known.low, domain.low), math.max(known.high, domain.high)
    both.log = domain.log and known.low > 0
  end
  return both
end

local function domains_of(trials)
  local domains = {}
  for _, trial in ipairs(trials) do
    for name, domain in pairs(trial.domains or {}) do
      if domains[name] ~= domain then domains[name] = joined(domains[name], domain) end
    end
  end
  return domains
end

-- The most important first; those of which nothing is known by name behind them.
local function names_of(domains, importances)
  local names, share = {}, {}
  for _, one in ipairs(importances) do share[one.name] = one.share end
  for name in pairs(domains) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    if (share[a] or 0) ~= (share[b] or 0) then return (share[a] or 0) > (share[b] or 0) end
    return a < b
  end)
  return names
end

local function chosen(names, domains, params)
  if not params then return names end
  for _, name in ipairs(params) do
    if not domains[name] then raise("option 'params' of ng.plot.study: no trial of the study has a parameter '%s'", name) end
  end
  return params
end

--- `options`: params (names to show) and objective (its number).
function view.of(study, options)
  if type(study) ~= "table" or type(study.trials) ~= "table" then raise("ng.plot.study needs a study, got %s", tostring(study)) end
  local directions = study.directions or { study.direction or "minimize" }
  local objective = options.objective or 1
  if objective > #directions then raise("the study has %d objectives, there is no objective %d", #directions, objective) end
  local self = setmetatable({ study = study, trials = study.trials, directions = directions, objective = objective,
    maximize = directions[objective] == "maximize", values = {} }, view)
  if #self.trials == 0 then raise("the study '%s' has no trials to draw yet", study.name) end
  self.domains = domains_of(self.trials)
  local known = rawget(study, "importances") or study.core and core.importances(study.core, objective) or {}
  self.importances = {}
  for _, one in ipairs(known) do
    if self.domains[one.name] then self.importances[#self.importances + 1] = one end
  end
  self.names = chosen(names_of(self.domains, self.importances), self.domains, options.params)
  self.log = options.log
  return self
end

--- The objective's value of a complete trial; of another one the last that it reported, and true.
function view:value(trial)
  local values = trial.values or {}
  if trial.state == "complete" then return values[self.objective] or self.objective == 1 and trial.value or nil, false end
  local last = trial.reports and trial.reports[#trial.reports]
  if self.objective == 1 and last and is_finite(last.value) then return last.value, true end
end

function view:complete()
  local list = {}
  for _, trial in ipairs(self.trials) do
    if trial.state == "complete" and is_finite(self:value(trial)) then list[#list + 1] = trial end
  end
  return list
end

--- Of two values the one that is better comes first.
function view:better(a, b)
  if self.maximize then return a > b end
  return a < b
end

function view:best()
  local best
  for _, trial in ipairs(self:complete()) do
    if not best or self:better(self:value(trial), self:value(best)) then best = trial end
  end
  return best
end

function view:objective_name()
  if #self.directions == 1 then return "value" end
  return "objective " .. self.objective
end

--- Which part of an axis is worth showing: { low, high, log, cut }. A few values far off on the bad side would press the
--- others flat: they are beyond the edge then, and `cut` is the side, "high" or "low".
function view:range(numbers)
  local finite = {}
  for _, number in ipairs(numbers) do
    if is_finite(number) then finite[#finite + 1] = number end
  end
  if #finite == 0 then return { low = 0, high = 1, log = false } end
  table.sort(finite)
  local low, high = finite[1], finite[#finite]
  local log = self.log
  if log == nil then log = low > 0 and high / low > 1000 end
  if log and low <= 0 then raise("option 'log' of ng.plot.study: the value %g has no place on a logarithmic axis", low) end
  local scale, back = function(x) return x end, function(x) return x end
  if log then scale, back = math.log, math.exp end
  low, high = scale(low), scale(high)
  local middle_low, middle_high = scale(finite[1 + #finite // 4]), scale(finite[#finite - #finite // 4])
  local cut
  if self.maximize and middle_low - low > 4 * (high - middle_low) and high > middle_low then
    low, cut = middle_low - (high - middle_low), "low"
  elseif not self.maximize and high - middle_high > 4 * (middle_high - low) and middle_high > low then
    high, cut = middle_high + (middle_high - low), "high"
  end
  if log and self.log == nil and high - low < math.log(30) then
    low, high, log, back = back(low), back(high), false, function(x) return x end
  end
  local margin = high > low and 0.05 * (high - low) or math.max(1e-3, math.abs(low) * 0.05)
  return { low = back(low - margin), high = back(high + margin), log = log, cut = cut }
end

--- A number, moved to the edge of the range where it is beyond; and whether it was.
function view.clip(number, range)
  if number > range.high then return range.high, true end
  if number < range.low then return range.low, true end
  return number, false
end

return view
