-- The script that `nilgrad new` writes into tests/.
return [==[
-- `nilgrad test` runs every script of this folder and compares what it prints with its comments: a line of output each, `...` in it
-- for any text, and the error that ends the script.
local ng = require "nilgrad"
local library = require "${module}"

print(library.sharpe) -- expect: objective sharpe of dimension 4
print(library.sharpe.lower, library.sharpe.upper) -- expect: -4.0	4.0

-- equal shares
print(("%.6f %.6f"):format(library.sharpe { 0, 0, 0, 0 }, library.variance { 0, 0, 0, 0 })) -- expect: -0.855697 0.010456

-- a short run comes near the best ratio, 1.0206
local found = ng.minimize(library.sharpe, { budget = 2000, seed = 1 })
print(("%d evaluations, %.3f"):format(found.evaluations, -found.value)) -- expect: ... evaluations, 1.021

library.sharpe { 1, 2 } -- expect error: sharpe takes a point of dimension 4, not 2
]==]
