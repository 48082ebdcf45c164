-- What is wrong is named with its value, and nothing crashes.
local ng = require "nilgrad"
local t = ng.tensor { { 1, 2 }, { 3, 4 } }

local function message(f, ...)
  local ok, text = pcall(f, ...)
  print(ok and "no error" or text)
end

message(function() return t[0] end)               --> tests/language/tensor_errors.lua:10: tensor index 0 is outside 1..2
message(function() return t[4] end)               --> ...: tensor index 4 is outside 1..2
message(function() return t[-1] end)              --> ...: tensor index -1 is outside 1..2
message(function() return t[1.5] end)             --> ...: tensor index 1.5 is not an integer
message(function() return t[true] end)            --> ...: a tensor is indexed by an integer or a list of them, not by a boolean
message(function() return t[{ 1, 2, 3 }] end)     --> ...: 3 indices for a tensor of shape [2, 2]
message(function() return t[{ 1, "a" }] end)      --> ...: tensor index a is not an integer
message(function() t[3] = 1 end)                  --> ...: tensor index 3 is outside 1..2
message(function() t[1] = { 1, 2, 3 } end)        --> ...: shape [3] does not broadcast to [2]
message(function() t.size = 1 end)                --> ...: a tensor has no field 'size' to set
message(function() return t:summ() end)           --> ...: attempt to call a nil value (method 'summ')
message(function() return t + "a" end)            --> ...: bad argument #2 to 'add' (number, tensor or list of numbers expected, got string)
message(function() return t + nil end)            --> ...: bad argument #2 to 'add' (number, tensor or list of numbers expected, got nil)
message(function() return t < t end)              --> ...: attempt to compare two nilgrad.tensor values
message(t.sum, 3)                                 --> bad argument #1 to '?' (tensor expected, got number)
message(function() return t + ng.tensor.ones { 3, 2 } end)            --> ...: shapes [2, 2] and [3, 2] do not fit together
message(function() return ng.tensor.ones(2):add_(t) end)              --> ...: shape [2, 2] does not broadcast to [2]
message(function() return t:sum(3) end)           --> ...: dimension 3 of a tensor of shape [2, 2]
message(function() return t:norm(3) end)          --> ...: norm: p must be 0, 1, 2 or math.huge, got 3
message(function() return ng.tensor.zeros { 2, 0 }:max() end)         --> ...: max of a tensor without elements (shape [2, 0])
message(function() return ng.tensor.zeros { 2, 0 }:mean(2) end)       --> ...: mean along dimension 2 of shape [2, 0], which has no elements
message(function() return t:dot { 1 } end)        --> ...: bad argument #1 to 'dot' (tensor expected, got table)
message(function() return t:clamp(2, 1) end)      --> ...: clamp: low 2 is above high 1
message(function() return t:slice(2, 5) end)      --> ...: slice(2, 5) of a tensor with 2 rows
message(function() return t:slice(0) end)         --> ...: slice(0, 2) of a tensor with 2 rows
message(function() return t:gather { 1, 5 } end)  --> ...: row 5 of a tensor with 2 rows
message(function() return t:gather { 1.5 } end)   --> ...: gather: index 1.5 is not an integer
message(function() return t:gather { 1 / 0 } end) --> ...: gather: index inf is not an integer
message(function() return t:reshape { 3 } end)    --> ...: cannot reshape [2, 2] to [3]
message(function() return t:reshape { 1, 1, 1, 1, 1, 1, 1, 1, 4 } end) --> ...: a tensor has at most 8 dimensions
message(function() return t:to "int8" end)        --> ...: unknown dtype 'int8'; use 'float32' or 'float64' (to store: 'bfloat16', 'float16')
message(function() return t:fill "x" end)         --> ...: bad argument #1 to 'fill' (number expected, got string)
message(function() return t:window({ 1, 1 }, { 3, 3 }) end)           --> ...: window 1..3 in a dimension of 1..2
message(function() return t:window({ 2, 2 }, { 1, 1 }) end)           --> ...: window 2..1 in a dimension of 1..2
message(function() return t:fill_window({ 1 }, { 1 }, { 1, 2, 3 }) end) --> ...: 3 values for 2 leading indices of a window of shape [2, 1]
message(function() return t:fill_window({ 1 }, { 1 }) end)            --> ...: bad argument #3 to 'fill_window' (number, tensor or list of numbers expected, got no value)
message(function() return ng.tensor "a" end)      --> ...: elements must be a tensor or a list of numbers, got string
message(function() return ng.tensor { { 1, 2 }, { 3 } } end)          --> ...: elements[2] has 1 elements, the ones before it have 2
message(function() return ng.tensor { { 1, 2 }, { 3, false } } end)   --> ...: elements[2][2] must be a number, got boolean
message(function() return ng.tensor { 1, { 2 } } end)                 --> ...: elements[2] must be a number, got table
message(function() return ng.tensor.zeros { 1e10, 1e10 } end)         --> ...: shape [10000000000, 10000000000] is too large
message(function() return ng.tensor.zeros { 2 ^ 40 } end)             --> ...: cannot allocate ... bytes for a tensor
message(function() return ng.tensor.zeros { math.maxinteger, math.maxinteger } end) --> ...: shape [9223372036854775807, 9223372036854775807] is too large
message(function() return ng.tensor.zeros { -1 } end)                 --> ...: negative extent in shape [-1]
message(function() return ng.tensor.zeros { 1.5 } end)                --> ...: extent 1 of a shape must be an integer, got 1.5
message(function() return ng.tensor.zeros "a" end)                    --> ...: bad argument #1 to 'zeros' (shape (a list of extents) expected, got string)
message(function() return ng.tensor.stack {} end)                     --> ...: stack of no tensors
message(function() return ng.tensor.stack { t, { 1, 2 } } end)        --> ...: stack: tensor 2 has shape [2], the first has [2, 2]
message(function() return ng.tensor.concat { t, { { 1 }, { 2 } } } end) --> ...: concat along dimension 1: tensor 2 has shape [2, 1], the first has [2, 2]
message(function() return ng.tensor.uniform { 2, 2 } end)             --> ...: bad argument #2 to 'uniform' (generator (ng.random(seed)) expected, got no value)
message(function() return ng.tensor.zeros({}):sum(1) end)             --> ...: dimension 1 of a tensor of shape []
message(function() return ng.tensor.zeros({})[1] end)                 --> ...: a scalar tensor has no rows; t[{}] is its number
print(getmetatable(t))                            --> false
print(t)                                          --> tensor [2, 2] float64
                                                  --> { { 1, 2 },
                                                  -->   { 3, 4 } }
