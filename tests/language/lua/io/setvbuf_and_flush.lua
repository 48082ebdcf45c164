local f = io.tmpfile()
print(f:setvbuf("full", 1024), f:write("x"):flush() == f) -- expect: true	false
f:close()
