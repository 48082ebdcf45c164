local f, i = {}, 1
while i <= 2 do
  local j = i
  f[i] = function() j = j + 1 return j end
  i = i + 1
end
print(f[1](), f[1](), f[2]()) -- expect: 2	3	3
