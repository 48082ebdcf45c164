local function limit() io.write "limit " return 2 end
for i = 1, limit() do io.write(i, " ") end
print "done" -- expect: limit 1 2 done
