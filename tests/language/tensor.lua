-- Tensors: construction, access, rows and shapes.
local ng = require "nilgrad"

local t = ng.tensor { { 1, 2 }, { 3, 4 } }
print(t)                                     --> tensor [2, 2] float64
                                             --> { { 1, 2 },
                                             -->   { 3, 4 } }
print(#t, t.size, t.dtype)                   --> 2	4	float64
print(table.concat(t.shape, "x"))            --> 2x2
print(t[2][1], t[{ 2, 1 }], t[1]:sum())      --> 3.0	3.0	3.0
print(t:table()[2][2])                       --> 4.0

t[1] = { 7, 8 }
t[{ 2, 1 }] = 9
t[2][2] = 5
print(t[1], t[{ 2 }])                        --> tensor [2] float64 { 7, 8 }	tensor [2] float64 { 9, 5 }

-- Constructors
print(ng.tensor.zeros({ 2, 3 }, "float32"))  --> tensor [2, 3] float32
                                             --> { { 0, 0, 0 },
                                             -->   { 0, 0, 0 } }
print(ng.tensor.ones(3), ng.tensor.full(2, 0.5)) --> tensor [3] float64 { 1, 1, 1 }	tensor [2] float64 { 0.5, 0.5 }
print(ng.tensor(t):equal(t), ng.tensor({ 0.1 }, "float32")[1] == 0.1) --> true	false
print(ng.tensor {}, ng.tensor.zeros {}, ng.tensor.zeros(0)) --> tensor [0] float64 { }	tensor [] float64 0	tensor [0] float64 { }
print(ng.tensor.stack { { 1, 2 }, { 3, 4 } }:sum(1)) --> tensor [2] float64 { 4, 6 }
print(ng.tensor.concat({ t, { { 1 }, { 2 } } }, 2)[1]) --> tensor [3] float64 { 7, 8, 1 }
print(ng.tensor { ng.tensor({ 1 }, "float32"), ng.tensor({ 2 }, "float32") }.dtype) --> float32

-- A view shares its elements, a copy does not.
local v = ng.tensor { 1, 2, 3, 4, 5, 6 }
v:slice(2, 3):fill(0)
v:reshape { 2, -1 }[2]:mul_(10)
v:clone():fill(-1)
v:gather({ 1, 1 }):fill(-1)
print(v, #v:slice(3, 2))                     --> tensor [6] float64 { 1, 0, 0, 40, 50, 60 }	0
print(v:gather { 6, 1, 1 })                  --> tensor [3] float64 { 60, 1, 1 }
print(v:to "float64" == v, v:to("float32").dtype) --> true	float32

-- Lua's own loop over a list works: one past the end is nil.
for i, x in ipairs(v:slice(5)) do print(i, x) end --> 1	50.0
                                             --> 2	60.0

-- What is large is printed as a summary; what is not finite is counted.
print(ng.tensor.full({ 100, 10 }, 0.25, "float32")) --> tensor [100, 10] float32: min 0.25, mean 0.25, max 0.25
                                             --> { 0.25, 0.25, 0.25, …, 0.25, 0.25, 0.25 }
local odd = ng.tensor.ones(100)
odd[1], odd[2], odd[100] = 0 / 0, 1 / 0, 3
print(odd)                                   --> tensor [100] float64: min 1, mean 1.02041, max 3; 1 NaN; 1 infinite
                                             --> { nan, inf, 1, …, 1, 1, 3 }

-- A closed tensor is done with; a view of it goes on.
local closed, view
do
  local c <close> = ng.tensor { 1, 2, 3 }
  closed, view = c, c:slice(2)
end
print(closed, view)                          --> tensor (closed)	tensor [2] float64 { 2, 3 }
print(closed:sum())                          --! tensor is closed
