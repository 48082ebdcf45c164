local function nest(n) if n == 0 then return "deep" end return coroutine.wrap(nest)(n - 1) end
print(nest(100)) -- expect: deep
