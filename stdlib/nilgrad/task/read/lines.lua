-- lines(text): number, line of every line that is not blank, without its end (\n or \r\n).
return function(text)
  local number, position = 0, 1
  return function()
    while position <= #text do
      local last = text:find("\n", position, true) or #text + 1
      local line = text:sub(position, last - 1):gsub("\r$", "")
      number, position = number + 1, last + 1
      if line:find "%S" then return number, line end
    end
  end
end
