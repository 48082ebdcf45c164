-- folder(path, mark, write): write(beside) fills the new folder `beside`, which then takes the place of `path`. A folder that is there is
-- replaced only if it has the file `mark`, which tells that we wrote it. If anything fails, `path` is as it was.
local native = require "nilgrad.native.folder"
local raise = require "nilgrad.raise"

local removed_at_end = { __close = function(self) native.remove(self.path) end }

local function check_target(path, mark)
  local kind = native.kind(path)
  if kind and kind ~= "folder" then raise("cannot write the folder %s: a file is there", path) end
  if kind and #native.list(path) > 0 and not native.kind(path .. "/" .. mark) then
    raise("%s is there and was not written by this command (it has no %s): give another folder, or remove it", path, mark)
  end
end

local function rename(from, to)
  local done, reason = os.rename(from, to)
  if not done then raise("cannot write %s: %s", to, reason) end
end

return function(path, mark, write)
  path = path:gsub("(.)/+$", "%1")
  check_target(path, mark)
  native.remove(path .. ".partial")
  local beside <close> = setmetatable({ path = path .. ".partial" }, removed_at_end)
  native.make(beside.path)
  write(beside.path)
  local before <close> = setmetatable({ path = path .. ".before" }, removed_at_end)
  if native.kind(path) then rename(path, before.path) end
  rename(beside.path, path)
end
