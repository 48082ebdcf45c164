-- What a script's comments say that it does:
--   print(1 + 1)      --> 2                         a line of output
--   print(1 + 1)      -- expect: 2                  the same
--   error "too far"   --! too far                   the error that ends the script
--   error "too far"   -- expect error: too far      the same
-- A line of output is compared as a whole, but for spaces at its end; `...` stands for any text within it. Further lines of one
-- statement follow as comments of their own. An error is reported for this line (errors of syntax too), and its message contains
-- the text. Everything that is written must be stated, in its order, and nothing stated may be missing.

local output_marks = { "%-%-> ?(.*)$", "%-%- expect: ?(.*)$" }
local error_marks = { "%-%-! ?(.*)$", "%-%- expect error: ?(.*)$" }

local function text_after(marks, line)
  for _, mark in ipairs(marks) do
    local text = line:match(mark)
    if text then return (text:gsub("%s+$", "")) end
  end
end

--- comments(file) -> { { line, text }, … } of output, and { line, text } of the error or nil.
return function(file)
  local stream, reason = io.open(file, "rb")
  if not stream then error("cannot read " .. reason, 0) end
  local output, failure, number = {}, nil, 0
  for line in stream:lines() do
    number = number + 1
    local text = text_after(output_marks, line)
    if text then output[#output + 1] = { line = number, text = text } end
    local message = text_after(error_marks, line)
    if message then failure = { line = number, text = message } end
  end
  stream:close()
  return output, failure
end
