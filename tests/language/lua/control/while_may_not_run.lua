while false do print "never" end
print "after" -- expect: after
