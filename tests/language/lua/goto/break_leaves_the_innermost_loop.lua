for i = 1, 2 do
  while true do break end
  print(i)
  -- expect: 1
  -- expect: 2
end
