for i = 1, 3 do io.write(i, " ") end
for i = 3, 1, -1 do io.write(i, " ") end
print "done" -- expect: 1 2 3 3 2 1 done
