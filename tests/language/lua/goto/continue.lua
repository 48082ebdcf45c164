for i = 1, 4 do
  if i % 2 == 0 then goto continue end
  print(i)
  -- expect: 1
  -- expect: 3
  ::continue::
end
