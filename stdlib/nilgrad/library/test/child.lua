-- child { path =, module =, part =, seconds =, threads = } -> what a part of the contract came to in a process of its own: records (the
-- lines that it wrote), output (whatever it printed), and unfinished: why it did not come to its end, or nil.
local command = require "nilgrad.native.command"
local json = require "nilgrad.json"
local interpreter = require "nilgrad.library.test.interpreter"

local longest_output = 1 << 20

local removed_at_end = { __close = function(self) os.remove(self.path) end }

local function records_of(path)
  local records = {}
  for line in io.lines(path) do
    local done, record = pcall(json.decode, line)
    records[#records + 1] = done and record or nil
  end
  return records
end

return function(part)
  local file <close> = setmetatable({ path = os.tmpname() }, removed_at_end)
  local chunk = ("require 'nilgrad.library.contract'(%q, %q, %q, %q)"):format(part.path, part.module, part.part, file.path)
  local result = command.run {
    words = interpreter({ "NILGRAD_THREADS=" .. part.threads }, chunk), seconds = part.seconds, bytes = longest_output,
  }
  local unfinished
  if result.cut == "time" then
    unfinished = ("it did not come to an end within %g seconds; --seconds N gives it more"):format(part.seconds)
  elseif result.cut == "output" then
    unfinished = "it printed more than a megabyte"
  elseif result.ended ~= "exited with code 0" then
    unfinished = ("the process %s\n%s"):format(result.ended, result.errors)
  end
  return { records = records_of(file.path), output = result.output .. result.errors, unfinished = unfinished }
end
