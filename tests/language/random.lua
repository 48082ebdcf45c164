-- ng.random(seed, stream): the same numbers for the same seed, alone or many at once.
local ng = require "nilgrad"

local a, b = ng.random(3), ng.random(3)
local function agree(drawn, draw)
  for i = 1, #drawn do assert(drawn[i] == draw()) end
end
agree(a:uniform(5), function() return b:uniform() end)
agree(a:normal { 700 }, function() return b:normal() end)
agree(a:integer(-3, 3, 10), function() return b:integer(-3, 3) end)
agree(a:uniform { 70000 }:slice(69990), (function()
  b:uniform(69989)
  return function() return b:uniform() end
end)())
print(a:permutation(10)[4] == b:permutation(10)[4], a, b) --> true	random (seed 3, stream 0, 70724 drawn)	random (seed 3, stream 0, 70724 drawn)

local seen = ng.random(1):permutation(100)
table.sort(seen)
print(#seen, seen[1], seen[100], #ng.random(1):permutation(0)) --> 100	1	100	0
print(math.type(a:integer(1, 6)), a:integer(math.mininteger, math.maxinteger) ~= nil) --> integer	true

-- Seeds and streams are whole 64-bit integers.
local first = {}
for _, seed in ipairs { 0, 1, -1, math.mininteger, math.maxinteger, math.maxinteger - 1, 1 << 53, (1 << 53) + 1 } do
  for stream = 0, 1 do first[ng.random(seed, stream):uniform()] = true end
end
local distinct = 0
for _ in pairs(first) do distinct = distinct + 1 end
print(distinct) --> 16

-- Moments of 100,000 numbers: within five standard errors.
local u, z = ng.random(5):uniform(100000), ng.random(5, 1):normal(100000)
local function near(x, expected, error) return math.abs(x - expected) < 5 * error or x end
local n = math.sqrt(100000)
print(near(u:mean(), 0.5, math.sqrt(1 / 12) / n), u:min() > 0, u:max() < 1) --> true	true	true
print(near(z:mean(), 0, 1 / n), near((z ^ 2):mean(), 1, math.sqrt(2) / n), near((z ^ 4):mean(), 3, math.sqrt(96) / n)) --> true	true	true
local single = ng.random(5):uniform({ 100000 }, "float32")
print(single.dtype, single:min() > 0, single:max() < 1) --> float32	true	true
print(ng.tensor.normal({ 2, 3 }, ng.random(1), "float32"):equal(ng.random(1):normal({ 2, 3 }, "float32"))) --> true

local function message(f, ...) print(select(2, pcall(f, ...))) end
message(function() ng.random() end)            --> ...: bad argument #1 to 'random' (number expected, got no value)
message(function() ng.random(1.5) end)         --> ...: bad argument #1 to 'random' (number has no integer representation)
message(function() a:uniform(-1) end)          --> ...: negative extent in shape [-1]
message(function() a:uniform(0, 1) end)        --> ...: unknown dtype '1'; use 'float32' or 'float64' (to store: 'bfloat16', 'float16')
message(function() a:integer(3, 1) end)        --> ...: no integer lies between 3 and 1; give the smaller one first
message(function() a:integer(1, 3, -1) end)    --> ...: a list of random integers has 0 to 134217728 elements, not -1
message(function() a:permutation(1e12) end)    --> ...: a list of random integers has 0 to 134217728 elements, not 1000000000000
a.uniform()                                    --! bad argument #1 to 'uniform' (random expected, got no value)
