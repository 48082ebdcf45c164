local e = setmetatable({}, { __tostring = function() return "an error of mine" end })
print(select(2, pcall(error, e)) == e, tostring(e)) -- expect: true	an error of mine
