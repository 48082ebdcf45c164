local x = setmetatable({}, { __name = "Matrix" })
print((tostring(x):gsub("0x%x+", "ADDRESS"))) -- expect: Matrix: ADDRESS
print(pcall(string.rep, x)) -- expect: false	bad argument #1 to 'string.rep' (string expected, got Matrix)
print(x + 1) -- expect error: attempt to perform arithmetic on a Matrix value (local 'x')
