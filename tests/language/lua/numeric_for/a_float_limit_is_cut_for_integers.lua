for i = 1, 2.9 do io.write(i, " ") end
for i = -1, -2.9, -1 do io.write(i, " ") end
print "done" -- expect: 1 2 -1 -2 done
