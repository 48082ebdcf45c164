-- Native memory is collected as it is allocated, in either mode of the collector: 300 tensors of 8 MiB, dropped at once or
-- kept for a while, then views of 100 more, never fill 130 MB.
local ng = require "nilgrad"

local function megabytes(field)
  for line in io.lines "/proc/self/status" do
    local kilobytes = line:match("^" .. field .. ":%s*(%d+) kB")
    if kilobytes then return kilobytes / 1024 end
  end
end

local before = megabytes "VmHWM"
for _, mode in ipairs { "generational", "incremental" } do
  collectgarbage(mode)
  for i = 1, 300 do
    local t = ng.tensor.ones { 1 << 20 }
  end
  local kept = {}
  for i = 1, 300 do
    kept[i % 4] = ng.tensor.ones { 1 << 20 }
  end
  for i = 1, 100 do
    local view = ng.tensor.ones({ 2, 1 << 20 }, "float32"):slice(1, 1):reshape(-1)
  end
  kept = {}
  for i = 1, 20000 do
    kept[i % 10] = ng.tensor.ones { 28, 28 } * 2
  end
end
local used = megabytes "VmHWM" - before
print(used < 130 or ("peak of %d MB"):format(used)) --> true

-- Closed by its scope, a tensor is gone without the collector.
collectgarbage "stop"
before = megabytes "VmHWM"
for i = 1, 300 do
  local t <close> = ng.tensor.ones { 1 << 20 }
end
used = megabytes "VmHWM" - before
print(used < 100 or ("peak of %d MB"):format(used)) --> true
