for i = 1, 0 / 0 do print "never" end
for i = 0 / 0, 1 do print "never" end -- expect: never
print "after" -- expect: after
