local function make() return function() end end
print(make() == make(), print == print) -- expect: false	true
