for i = 1, 2 do
  local x <close> = setmetatable({}, { __close = function() print("closed", i) end })
  -- expect: closed	1
  -- expect: closed	2
  if i == 2 then break end
end
