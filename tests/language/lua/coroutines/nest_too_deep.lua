local function nest() return coroutine.wrap(nest)() end
print((select(2, pcall(nest)):match "C stack overflow")) -- expect: C stack overflow
