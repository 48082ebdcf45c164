local function numbers() return coroutine.wrap(function() for i = 1, 10 do coroutine.yield(i) end end) end
local function even(source) return coroutine.wrap(function() for i in source do if i % 2 == 0 then coroutine.yield(i) end end end) end
local sum = 0
for i in even(numbers()) do sum = sum + i end
print(sum) -- expect: 30
