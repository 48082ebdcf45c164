-- scripts(paths) -> every script of these files and folders, in order. A folder stands for all *.lua in it and below; what they
-- require lies in folders named modules/, which are left out; so are links to folders and what is hidden.
local folder = require "nilgrad.native.folder"

local function collect(path, into)
  for _, name in ipairs(folder.list(path)) do
    local each = path .. "/" .. name
    local kind, linked = folder.kind(each)
    if kind == "folder" and not linked and name ~= "modules" and name:sub(1, 1) ~= "." then collect(each, into) end
    if kind == "file" and name:find "%.lua$" then into[#into + 1] = each end
  end
end

return function(paths)
  local found = {}
  for _, path in ipairs(paths) do
    local kind, before = folder.kind(path), #found
    if not kind then error(("cannot read %s: no such file or folder"):format(path), 0) end
    if kind == "folder" then collect((path:gsub("(.)/+$", "%1")), found) else found[before + 1] = path end
    if #found == before then error("there is no script (*.lua) in " .. path, 0) end
  end
  return found
end
