for i = 1, 1000 do
  local n, x = math.random(3, 5), math.random()
  assert(n >= 3 and n <= 5 and x >= 0 and x < 1)
end
print(math.random(7, 7), math.random(math.mininteger, math.maxinteger) ~= nil) -- expect: 7	true
