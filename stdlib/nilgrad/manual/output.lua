-- output(example): what a prompt would show of an example that is run twice: its printing and the values that it returns. Nil where that
-- differs from one time to the next (names of files), is long, or does not work here. No example takes long: the tests run them all.
local most_bytes = 6000

-- Calls f while what it prints, by print, io.write or io.stdout, goes to a text.
local function caught(f)
  local parts, kept = {}, { print = print, write = io.write, stdout = io.stdout }
  local stdout = setmetatable({}, { __index = function(_, name) return function() return name == "seek" and 0 end end })
  function stdout:write(...)
    for _, part in ipairs { ... } do parts[#parts + 1] = tostring(part) end
    return self
  end
  io.stdout, io.write = stdout, function(...) return stdout:write(...) end
  print = function(...)
    local list = table.pack(...)
    for i = 1, list.n do list[i] = tostring(list[i]) end
    stdout:write(table.concat(list, "\t"), "\n")
  end
  local results = table.pack(pcall(f))
  print, io.write, io.stdout = kept.print, kept.write, kept.stdout
  return results, table.concat(parts)
end

-- Names of os.tmpname, and what is written beside them, go at the end.
local function with_files_removed(f)
  local made, tmpname = {}, os.tmpname
  os.tmpname = function()
    made[#made + 1] = tmpname()
    return made[#made]
  end
  local results, printed = caught(f)
  os.tmpname = tmpname
  for _, path in ipairs(made) do
    for _, ending in ipairs { "", ".svg", ".png", ".journal" } do os.remove(path .. ending) end
  end
  return results, printed
end

-- Times are none of what a reader looks for.
local function without_times(text) return (text:gsub("(time +)[%d.e+-]+ s", "%1…"):gsub("[%d.]+ s$", "… s")) end

local function once(example)
  local environment = setmetatable({ ng = require "nilgrad" }, { __index = _G })
  local chunk = load(example, "=example", "t", environment)
  if not chunk then return nil end
  local results, printed = with_files_removed(chunk)
  if not results[1] then return nil end
  local lines = { printed ~= "" and printed:gsub("\n$", "") or nil }
  for i = 2, results.n do lines[#lines + 1] = tostring(results[i]) end
  return without_times(table.concat(lines, "\n"))
end

-- Programs and models that examples use lie in the repository and beside an installed nilgrad; elsewhere they are not there.
local function has_its_files(example)
  for path in example:gmatch "scripts/[%w_./-]+" do
    local file = io.open(path)
    if not file then return false end
    file:close()
  end
  return true
end

return function(example)
  if not has_its_files(example) then return nil end
  local text = once(example)
  if not text or text == "" or #text > most_bytes or text:find "0x%x%x%x%x%x" then return nil end
  return once(example) == text and text or nil
end
