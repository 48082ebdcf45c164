local function f(a)
  local b = 2
  return debug.getlocal(1, 1), debug.getlocal(1, 2)
end
print(f "first") -- expect: a	b	2
