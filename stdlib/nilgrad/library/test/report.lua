-- What `nilgrad test` prints: a line for each check as it is done, plainly or as TAP (the Test Anything Protocol, version 13), which
-- other programs read.
local text = require "nilgrad.text"

local shown = 600 -- bytes of what is wrong with one check

local Report = {}
Report.__index = Report

-- Tabs may be what the difference is.
local function plain(line) return (line:gsub("[^%C\t]", " ")) end

local function lines_of(words)
  if #words > shown then words = words:sub(1, shown) .. "…" end
  return words:gsub("%s+$", ""):gmatch "[^\n]+"
end

local function write(...)
  local written, failure = io.stdout:write(...)
  local flushed, late = io.stdout:flush()
  if not (written and flushed) then error("cannot write the report: " .. (failure or late), 0) end
end

--- check(title, problem): `problem` is nil where all is well.
function Report:check(title, problem)
  self.count = self.count + 1
  if problem then self.failed = self.failed + 1 end
  title = text.plain(title)
  if self.tap then
    write(("%s %d - %s\n"):format(problem and "not ok" or "ok", self.count, (title:gsub("#", "\\#"))))
  else
    write(problem and "FAILED  " or "ok      ", title, "\n")
  end
  for line in lines_of(problem or "") do write(self.tap and "# " or "        ", plain(line), "\n") end
end

--- done() -> the exit code.
function Report:done()
  if self.tap then
    write(("1..%d\n"):format(self.count))
  elseif self.failed == 0 then
    write(("%d check%s passed\n"):format(self.count, self.count == 1 and "" or "s"))
  else
    write(("%d of %d checks failed\n"):format(self.failed, self.count))
  end
  return self.failed == 0 and 0 or 1
end

return function(tap)
  if tap then write "TAP version 13\n" end
  return setmetatable({ tap = tap, count = 0, failed = 0 }, Report)
end
