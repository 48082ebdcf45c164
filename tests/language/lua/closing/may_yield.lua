local co = coroutine.wrap(function()
  local x <close> = setmetatable({}, { __close = function() coroutine.yield "while closing" end })
  return "done"
end)
print(co(), co()) -- expect: while closing	done
