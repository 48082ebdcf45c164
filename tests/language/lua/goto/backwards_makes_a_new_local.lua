local f = {}
do
  local i = 1
  ::again::
  local x = i
  f[i] = function() x = x + 1 return x end
  i = i + 1
  if i <= 2 then goto again end
end
print(f[1](), f[1](), f[2]()) -- expect: 2	3	3
