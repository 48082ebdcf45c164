-- ng.plot.estimates draws what theory says of estimates: of a linear function differences are exact, so the directions' law is all there is.
local ng = require "nilgrad"
os.getenv = function(name) return ({ LC_ALL = "C.UTF-8" })[name] end

local a = ng.tensor { 3, 4 }
local f, x = ng.objective.linear { coefficients = a }, { 1, 1 }
local both = { coordinate = ng.estimator.coordinate { h = 0.1 }, rademacher = ng.estimator.two_point { queries = 1, h = 0.1, perturbation = ng.perturbation.rademacher() } }

local function draw(options)
  options.columns, options.rows, options.title = 44, 6, options.title or ""
  ng.plot.estimates(f, x, options)
end
-- One direction of signs: (±1, ±1), at cosine 7/(5√2) = 0.99 or 1/(5√2) = 0.14 to (3, 4); the coordinates give the gradient itself.
draw { estimators = both, trials = 40, bins = 4 }
--> share of the estimates
--> 100 %┤                            ⡏⠉⠉⠉⠉⠉⠉⠉⠉⢹
-->      │                            ⡇        ⢸
-->      │⡤⠤⠤⠤⠤⠤⠤⠤⠤■                  ⡇        ⢸
-->  50 %┤⡇        ⢸                  ⡗⠒⠒⠒⠒⠒⠒⠒⠒⢺
-->      │⡇        ⢸                  ⡇        ⢸
-->   0 %┤⣇⣀⣀⣀⣀⣀⣀⣀⣀●⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀■        ⢸
-->      └┬──────────────────┬─────────────────┬
-->       0                 0.5                1
-->                       cosine to the gradient
-->  ●── coordinate, 4 evaluations
-->  ■── rademacher, 2 evaluations
draw { estimators = ng.estimator.coordinate { h = 0.1 }, kind = "h", h = { 0.1, 1 }, measure = "cosine", trials = 2 }
--> cosine to the gradient
--> 1.5┤
-->    │
-->    │
-->   1┤•⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉•
-->    │
--> 0.5┤
-->    └┬───────────┬──────────────┬───────────┬
-->    0.1         0.2            0.5          1
-->                             smoothing step h
-->  ── coordinate { h = 0.1 }, 4 evaluations

local sample = require "nilgrad.plot.estimates.sample"
local exact = sample({ f = f, x = ng.tensor(x), trials = 3, seed = 1, gradient = a }, both.coordinate)
print(("%.6f %.6f %g"):format(exact.cosine[1], exact.error[3], exact.evaluations))
--> 1.000000 0.000000 4
local drawn = sample({ f = f, x = ng.tensor(x), trials = 100, seed = 1, gradient = a }, both.rademacher)
print(("%.4f %.4f %.4f %g"):format(drawn.cosine[1], drawn.cosine[100], drawn.error[1], drawn.evaluations))
--> 0.1414 0.9899 1.0000 2
-- Without a gradient the mean of the draws stands for it.
print(sample({ f = f, x = ng.tensor(x), trials = 4000, seed = 1 }, both.rademacher).error[1] > 0.8)
--> true

-- The same estimator with another h, whatever else it was told.
local varied = require "nilgrad.plot.estimates.varied"
print(varied(both.rademacher, { "h", "sigma" }, 0.5))
--> ng.estimator.two_point { h = 0.5, perturbation = ng.perturbation.rademacher(), queries = 1 }
print(varied(ng.estimator.es { queries = 4 }, { "h", "sigma" }, 0.5))
--> ng.estimator.es { queries = 4, sigma = 0.5 }
print(varied(both.coordinate, { "queries" }, 3))
--> nil

local function refused(...)
  local made, message = pcall(ng.plot.estimates, ...)
  print(made and "drawn" or (message:gsub("^%S+lua:%d+: ", ""):gsub("table: %S+", "TABLE")))
end
refused(f, x, { estimators = { both } })
--> option 'estimators' of ng.plot.estimates: '1' is a table, not an estimator
refused(f, x, { estimators = {} })
--> option 'estimators' of ng.plot.estimates must be an estimator, a list of them or a table by name, got an empty table
refused(f, x, { estimators = ng.optimizer.cmaes() })
--> option 'estimators' of ng.plot.estimates must be an estimator, a list of them or a table by name, got ng.optimizer.cmaes()
refused(f, x, { gradient = { 1, 2, 3 } })
--> option 'gradient' of ng.plot.estimates has 3 numbers for a point of 2
refused(f, x, { gradient = "true" })
--> option 'gradient' of ng.plot.estimates must be 'differences', 'mean' or the gradient, got 'true'
refused(f, x, { gradient = { 0, 0 } })
--> ng.plot.estimates: the gradient at x is 0, so that estimates have no angle to it: choose another x
refused(f, x, { kind = "h", h = { 0 } })
--> option 'h' of ng.plot.estimates: number 1 is 0, it must be positive
refused(f, x, { kind = "queries", queries = { 1.5 } })
--> option 'queries' of ng.plot.estimates: number 1 is 1.5, it must be 1, 2, …
refused(f, 3)
--> ng.plot.estimates needs a point, a list or a tensor, got 3
refused(function() return 0 / 0 end, x, { gradient = a })
--> ng.plot.estimates: no estimate of ng.estimator.two_point { queries = 8 } is usable: all are 0 or of failed evaluations
refused(f, x, "a.bmp")
--> the picture's name must end in .png, .svg or .pdf, got 'a.bmp'
