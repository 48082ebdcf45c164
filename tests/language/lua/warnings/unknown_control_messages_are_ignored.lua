warn "@unknown"
print "passed" -- expect: passed
