-- plateau(lr): lr_after(loss) -> the rate for the next step. It is halved, at most to lr/200, whenever the loss is higher than four
-- steps before; then five steps must pass again.
return function(lr)
  local least, recent = lr / 200, {}
  return function(loss)
    recent[#recent + 1] = loss
    if #recent > 5 then table.remove(recent, 1) end
    if #recent == 5 and recent[5] > recent[1] then lr, recent = math.max(lr / 2, least), {} end
    return lr
  end
end
