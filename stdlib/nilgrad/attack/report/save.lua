-- save(what, path, writers): the name's ending says which writer makes the text of the file, which is there whole or not at all.
local raise = require "nilgrad.raise"
local write = require "nilgrad.plot.page.page".write

return function(what, path, writers)
  if type(path) ~= "string" then raise("a report is saved into a file, got %s", tostring(path)) end
  local ending = path:match "[^/]%.([^./]*)$"
  local writer = writers[ending and ending:lower() or "jsonl"]
  if not writer then
    local known = {}
    for name in pairs(writers) do known[#known + 1] = "." .. name end
    table.sort(known)
    raise("a report is saved as %s, got '%s'", table.concat(known, ", "), path)
  end
  write(path, writer(what))
end
