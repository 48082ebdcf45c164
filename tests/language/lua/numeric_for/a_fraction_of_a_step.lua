for i = 0, 1, 0.25 do io.write(i, " ") end
print "done" -- expect: 0 0.25 0.5 0.75 1 done
