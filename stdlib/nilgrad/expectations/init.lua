-- Runs scripts and compares what they do with what their comments say they do (comments.lua says how).
local command = require "nilgrad.native.command"
local comments = require "nilgrad.expectations.comments"

local expectations = {}

local longest_output = 4 << 20 -- bytes; nobody states more
local shown = 2000             -- bytes of it in a message

local function lines_of(text)
  local lines = {}
  for line in text:gsub("([^\n])$", "%1\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line:gsub("%s+$", "") end
  return lines
end

local function start_of(text)
  return #text <= shown and text or text:sub(1, shown) .. "…"
end

-- The pieces between `...` are looked for from left to right: a pattern with many `.*` would try without an end.
local function matches(text, expected)
  local from, at, stop = 1, 1, expected:find("...", 1, true)
  if not stop then return text == expected end
  while stop do
    local piece = expected:sub(at, stop - 1)
    local first, last = text:find(piece, from, true)
    if not first or at == 1 and first > 1 then return false end
    from, at = last + 1, stop + 3
    stop = expected:find("...", at, true)
  end
  local tail = expected:sub(at)
  return #text - #tail + 1 >= from and text:sub(#text - #tail + 1) == tail
end

-- The line of `file` for which an error is reported, and its message. One without a position of its own, as error({}) is, is
-- reported where the traceback first comes through the file.
local function reported(errors, file)
  local position = debug.getinfo(load("", "@" .. file), "S").short_src:gsub("%p", "%%%0") .. ":(%d+):"
  local message, traceback = errors:match "^(.-)\nstack traceback:\n(.*)$"
  message = message or errors
  local _, stop, line = message:find(position)
  if line then return tonumber(line), message:sub(stop + 1) end
  return tonumber((traceback or ""):match(position)), message
end

local function output_problem(expected, lines, errors)
  for i, each in ipairs(expected) do
    if not lines[i] then return each.line, ("expected '%s', but the output had ended\n%s"):format(each.text, errors) end
    if not matches(lines[i], each.text) then
      return each.line, ("expected '%s', got '%s'\n%s"):format(each.text, start_of(lines[i]), errors)
    end
  end
  local more = lines[#expected + 1]
  if more then return #expected > 0 and expected[#expected].line or 1, ("nothing more was expected, got '%s'"):format(start_of(more)) end
end

local function end_problem(failure, result, code, file)
  local errors = start_of(result.errors)
  if not failure then
    if code ~= 0 then return 1, ("%s\n%s"):format(code and "exit code " .. code or "the script " .. result.ended, errors) end
    if errors ~= "" then return 1, "wrote to the error stream: " .. errors end
    return
  end
  local line, message = reported(result.errors, file)
  if line ~= failure.line or not message:find(failure.text, 1, true) then
    return failure.line, ("expected the error '%s' here, got '%s'"):format(failure.text, errors)
  end
  if code ~= 1 then return failure.line, ("expected exit code 1, but the script %s"):format(result.ended) end
end

--- problem(file, { program = { word, … }, seconds = }) -> nil when the script does what its comments say, else the line where it
--- does not and what is wrong. `program` is what runs it: its words stand before the file's name.
function expectations.problem(file, settings)
  local expected, failure = comments(file)
  if #expected == 0 and not failure then
    return 1, "states neither output (--> or -- expect:) nor an error (--! or -- expect error:)"
  end
  local words = table.move(settings.program, 1, #settings.program, 1, {})
  words[#words + 1] = file
  local result = command.run { words = words, seconds = settings.seconds, bytes = longest_output }
  if result.cut == "time" then return 1, ("did not end within %g seconds"):format(settings.seconds) end
  if result.cut == "output" then return 1, ("wrote more than %d MiB"):format(longest_output >> 20) end
  local line, text = output_problem(expected, lines_of(result.output), start_of(result.errors))
  if line then return line, text end
  return end_problem(failure, result, math.tointeger(tonumber(result.ended:match "^exited with code (%d+)$")), file)
end

return expectations
