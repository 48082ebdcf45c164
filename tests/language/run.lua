-- nilgrad run.lua FILE: runs FILE with this same interpreter and compares what it prints with what its comments say.
--   print(1 + 1)      --> 2       a line of output; `...` in it stands for any text; further lines may follow as comments
--   error "too far"   --! too far the error that ends the script: reported for this line, with a message that contains the text
-- Lines of output are compared in order and none may be missing or left over. A script that says nothing to expect fails.
local file = assert(arg[1], "usage: nilgrad run.lua FILE")

local function interpreter()
  local first = 0
  while arg[first - 1] do first = first - 1 end
  return arg[first]
end

local function fail(line, format, ...)
  io.stderr:write(("%s:%d: %s\n"):format(file, line, format:format(...)))
  os.exit(1)
end

local function expectations()
  local output, failure, number = {}, nil, 0
  for line in io.lines(file) do
    number = number + 1
    local text = line:match "%-%-> ?(.*)$"
    if text then output[#output + 1] = { line = number, text = text:gsub("%s+$", "") } end
    local message = line:match "%-%-! ?(.*)$"
    if message then failure = { line = number, text = message:gsub("%s+$", "") } end
  end
  return output, failure
end

local function run()
  local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end
  local errors = os.tmpname()
  local pipe = assert(io.popen(("%s %s 2>%s </dev/null"):format(quoted(interpreter()), quoted(file), quoted(errors))))
  local lines = {}
  for line in pipe:lines() do lines[#lines + 1] = line:gsub("%s+$", "") end
  local _, how, code = pipe:close()
  local stream = assert(io.open(errors))
  local message = stream:read "a"
  stream:close()
  os.remove(errors)
  return lines, message, how == "exit" and code or how .. " " .. code
end

local function matches(text, expected)
  local pattern = expected:gsub("%p", "%%%0"):gsub("%%%.%%%.%%%.", ".*")
  return text:find("^" .. pattern .. "$") ~= nil
end

local output, failure = expectations()
if #output == 0 and not failure then fail(1, "states neither output (-->) nor an error (--!)") end
local lines, message, code = run()

for i, expected in ipairs(output) do
  if not lines[i] then fail(expected.line, "expected '%s', but the output had ended\n%s", expected.text, message) end
  if not matches(lines[i], expected.text) then fail(expected.line, "expected '%s', got '%s'\n%s", expected.text, lines[i], message) end
end
if lines[#output + 1] then
  fail(#output > 0 and output[#output].line or 1, "nothing more was expected, got '%s'", lines[#output + 1])
end

if failure then
  local position = ("%s:%d:"):format(file, failure.line)
  local _, start = message:find(position, 1, true)
  local first = start and message:sub(start + 1):match "^[^\n]*" or ""
  if not start or not first:find(failure.text, 1, true) then
    fail(failure.line, "expected the error '%s' here, got '%s'", failure.text, message)
  end
  if code ~= 1 then fail(failure.line, "expected exit code 1, got %s", code) end
elseif code ~= 0 then
  fail(1, "exit code %s\n%s", code, message)
elseif message ~= "" then
  fail(1, "wrote to the error stream: %s", message)
end
print(("%s: as expected"):format(file))
