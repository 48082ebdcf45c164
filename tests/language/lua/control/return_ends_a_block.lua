do return print "only this" end
print "not this"
-- expect: only this
