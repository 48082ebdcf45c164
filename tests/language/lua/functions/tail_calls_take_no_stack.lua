local function loop(n) if n > 0 then return loop(n - 1) end return "done" end
print(loop(300000)) -- expect: done
