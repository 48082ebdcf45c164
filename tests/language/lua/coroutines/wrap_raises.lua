local f = coroutine.wrap(function() error("inside", 0) end)
print(pcall(f)) -- expect: false	inside
print(pcall(f)) -- expect: false	cannot resume dead coroutine
