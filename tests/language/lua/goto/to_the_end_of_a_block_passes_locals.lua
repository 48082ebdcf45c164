do
  goto skip
  local x
  ::skip::
end
print "passed" -- expect: passed
