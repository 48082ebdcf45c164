-- Operators, elementwise methods and their variants in place, reductions, windows.
local ng = require "nilgrad"
local inf, nan = math.huge, 0 / 0

local t = ng.tensor { { 1, 2 }, { 3, 4 } }
print((t + 1):sum(), (1 - t):sum(), (2 * t):sum(), (t / 2):sum()) --> 14.0	-6.0	20.0	5.0
print((t ^ 2):sum(), (2 ^ t):sum(), (-t):sum(), (t - t):sum())    --> 30.0	30.0	-10.0	0.0

-- Broadcasting: aligned at the last dimension, an extent of 1 repeats; lists are arrays too.
print((t + { 10, 20 })[2])                              --> tensor [2] float64 { 13, 24 }
print((t * ng.tensor { { 10 }, { 100 } })[2])           --> tensor [2] float64 { 300, 400 }
print(table.concat((ng.tensor.ones { 3, 1, 2 } + ng.tensor.ones { 4, 1 }).shape, "x")) --> 3x4x2
print((ng.tensor({ 0.1 }, "float32") + { 1 }).dtype, (ng.tensor({ 1 }, "float32") + t).dtype) --> float32	float64

-- Elementwise
local x = ng.tensor { -1.5, -0.5, 0, 0.5, 2.5 }
print(x:abs())                                          --> tensor [5] float64 { 1.5, 0.5, 0, 0.5, 2.5 }
print(x:sign())                                         --> tensor [5] float64 { -1, -1, 0, 1, 1 }
print(x:floor())                                        --> tensor [5] float64 { -2, -1, 0, 0, 2 }
print(x:round())                                        --> tensor [5] float64 { -2, -0, 0, 0, 2 }
print(x:clamp(-1, 1))                                   --> tensor [5] float64 { -1, -0.5, 0, 0.5, 1 }
print(x:clamp(nil, 0), x:clamp { -1, 0, 1, 2, 3 })      --> tensor [5] float64 { -1.5, -0.5, 0, 0, 0 }	tensor [5] float64 { -1, 0, 1, 2, 3 }
print(x:minimum(0.25), x:maximum { 0, 0, 0, 0, nan })   --> tensor [5] float64 { -1.5, -0.5, 0, 0.25, 0.25 }	tensor [5] float64 { 0, 0, 0, 0.5, nan }
print(ng.tensor({ 0, 1 }):exp(), ng.tensor({ 1 }):log(), ng.tensor({ 4 }):sqrt()) --> tensor [2] float64 { 1, 2.71828 }	tensor [1] float64 { 0 }	tensor [1] float64 { 2 }
print(x:add(x, 2):equal(3 * x), x:sub(1):add(1):mul(2):div(2):equal(x)) --> true	true

-- In place: NAME_ writes into the tensor and returns it.
local y = ng.tensor { 1, 2, 3 }
print(rawequal(y:add_(y, -0.5), y), y)                  --> true	tensor [3] float64 { 0.5, 1, 1.5 }
print(y:mul_(2):sub_ { 1, 1, 1 }:clamp_(0, 1.5):neg_()) --> tensor [3] float64 { -0, -1, -1.5 }
print(y:copy { 1, 2, 3 }:slice(2, 3):copy(y:slice(1, 2)), y) --> tensor [2] float64 { 1, 2 }	tensor [3] float64 { 1, 1, 2 }
local m = ng.tensor { { 1, 2 }, { 3, 4 } }
print(m:add_(m[1])[2])                                  --> tensor [2] float64 { 4, 6 }

-- Reductions
print(t:sum(), t:mean(), t:min(), t:max(), t:argmin(), t:argmax()) --> 10.0	2.5	1.0	4.0	1	4
print(t:sum(1), t:max(2), t:argmax(1)[2])               --> tensor [2] float64 { 4, 6 }	tensor [2] float64 { 2, 4 }	2
print(ng.tensor({ 3, -4 }):norm(), ng.tensor({ 3, -4 }):norm(1), ng.tensor({ 3, -4 }):norm(inf), ng.tensor({ 0, 5 }):norm(0)) --> 5.0	7.0	4.0	1.0
print(t:norm(1, 2), t:dot(t), ng.tensor({ 5, 6 }):sum(1)) --> tensor [2] float64 { 3, 7 }	30.0	11.0
local with_nan = ng.tensor { 1, nan, 3 }
print(with_nan:max() ~= with_nan:max(), with_nan:argmax(), with_nan:equal(with_nan)) --> true	2	false
print(ng.tensor({}):sum(), ng.tensor({}):norm())        --> 0.0	0.0

-- Windows: rows 2 … 3 and columns 1 … 2 of each channel of an image.
local image = ng.tensor.zeros({ 2, 3, 4 }, "float32")
print(image:fill_window({ 2, 1 }, { 3, 2 }, { 1, -1 })) --> tensor [2, 3, 4] float32
                                                        --> { { { 0, 0, 0, 0 },
                                                        -->     { 1, 1, 0, 0 },
                                                        -->     { 1, 1, 0, 0 } },
                                                        -->   { { 0, 0, 0, 0 },
                                                        -->     { -1, -1, 0, 0 },
                                                        -->     { -1, -1, 0, 0 } } }
print(image:window({ 2, 2 }, { 2, 3 }):reshape(-1))     --> tensor [4] float32 { 1, 0, -1, 0 }
print(image:add_window({ 3, 1 }, { 3, 4 }, 0.5):mul_window({ 3, 1 }, { 3, 1 }, 2):sum()) --> 5.0
print(image:fill_window({ 1, 1, 4 }, { 1, 2, 4 }, { { { 8 }, { 9 } } })[1]:max(1)) --> tensor [4] float32 { 3, 1.5, 0.5, 9 }
print(image:fill_window({ 1, 1 }, { 3, 4 }, image:slice(1, 1))[2]:equal(image[1])) --> true

print(t + ng.tensor { 1, 2, 3 })                        --! shapes [2, 2] and [3] do not fit together
