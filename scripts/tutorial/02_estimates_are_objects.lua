-- 2. Estimates are objects. A gradient estimate is a few numbers and the keys of random directions: no vector is stored.
local ng = require "nilgrad"

local f = ng.objective.sphere { dim = 1000 }      -- the sum of squares; its gradient at x is 2x
local x = ng.tensor.ones(1000)

-- Eight directions, two evaluations each: how much does f change along v?
local two_point = ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), queries = 8 }
local e = ng.estimate(f, x, { estimator = two_point, seed = 7 })
print(e)                --> estimate of a gradient in dimension 1000: 8 terms from 16 evaluations (0 failed)

-- What is kept is eight coefficients, whatever the dimension.
print(e:scalars().size)                          --> 8

-- Step downhill: x ← x − 0.001·ĝ. The directions are generated again from their keys, in one pass over x.
local before = f(x)
e:apply(x, -0.001)
print(f(x) < before)                             --> true

-- Only who wants the vector pays for it.
local g = e:dense()
print(g.shape[1])                                --> 1000

-- Few directions in many dimensions give a rough vector that still points downhill: its cosine to the true gradient
-- is about √(8/1000).
local truth = ng.tensor.full(1000, 2)
local cosine = g:dot(truth) / (g:norm() * truth:norm())
print(cosine > 0.02 and cosine < 0.2)            --> true

-- More evaluations buy accuracy: all coordinates in turn give the gradient itself.
local exact = ng.estimate(f, ng.tensor.ones(1000), { estimator = ng.estimator.coordinate() })
print(exact.evaluations)                         --> 2000
print((exact:dense() - truth):abs():max() < 1e-6) --> true

-- The same seed gives the same directions, on every machine. Next: 03_an_optimizer_from_parts.lua
