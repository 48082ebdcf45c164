local f = io.tmpfile()
print(io.type(f), io.type "x") -- expect: file	nil
f:close()
print(io.type(f), f) -- expect: closed file	file (closed)
f:write "x" -- expect error: attempt to use a closed file
