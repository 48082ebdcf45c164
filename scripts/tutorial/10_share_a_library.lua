-- 10. Share a library: objectives as an ordinary rock, which others install and minimise.
local ng = require "nilgrad"

-- In the shell, `nilgrad new portfolio` makes a folder with all that follows; here it is by hand. A library returns its objectives.
local source = [[
local ng = require "nilgrad"

-- Risk of a portfolio of three papers whose shares are x, which need not add up: they are scaled.
local covariance = { { 0.04, 0.01, 0.00 }, { 0.01, 0.09, 0.02 }, { 0.00, 0.02, 0.16 } }

local function risk(x)
  local sum, variance = x[1] + x[2] + x[3], 0
  if sum <= 0 then return 1 end
  for i = 1, 3 do
    for j = 1, 3 do variance = variance + x[i] * x[j] * covariance[i][j] end
  end
  return variance / sum ^ 2
end

return ng.library {
  name = "portfolio", version = "0.1.0", summary = "risks of portfolios",
  objectives = { risk = ng.objective.define { name = "risk", dim = 3, lower = 0, upper = 1, f = risk } },
}
]]

-- The module of the rock nilgrad-portfolio is nilgrad_portfolio. require finds it beside the script, in ./lua_modules, in ~/.luarocks
-- and where the machine keeps its rocks; for once we put it there ourselves.
package.preload.nilgrad_portfolio = assert(load(source, "=nilgrad_portfolio"))
local portfolio = require "nilgrad_portfolio"
print(portfolio)
--> library portfolio ...
--> ...risk...

-- An objective of a library is one like any other.
print(("%.4f"):format(portfolio.risk { 1, 0, 0 }))   --> 0.0400
local r = ng.minimize(portfolio.risk, { budget = 600, seed = 1 })
print(r.value < 0.03)                            --> true

-- It cannot be changed by accident, and a name that is not there is no nil.
print(pcall(function() portfolio.risk = nil end))    --> false	...library portfolio is not to be changed: 'risk' cannot be set
print(pcall(function() return portfolio.return_ end)) --> false	...library portfolio has no objective 'return_'; it has risk

-- To publish: nilgrad new portfolio, cd nilgrad-portfolio, nilgrad test, luarocks make. docs/libraries.md tells the rest.
