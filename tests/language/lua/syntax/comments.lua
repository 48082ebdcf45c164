-- a line
print "one" --[[ in between ]] print "two"
-- expect: one
-- expect: two
--[==[ of a level ]] and
several lines ]==]
---[[ this line is a comment, the next is not
print "three" -- expect: three
--]]
