for i = 1, 3 do
  local seen = i
  i = i * 10
  print(seen, i)
  -- expect: 1	10
  -- expect: 2	20
  -- expect: 3	30
end
