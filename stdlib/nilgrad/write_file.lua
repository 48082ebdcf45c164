-- write_file(path, write): write(partial) writes the file `partial` beside `path`, which then takes its place. If anything fails
-- or is interrupted, `path` is as it was and nothing is left beside it.
local raise = require "nilgrad.raise"

local removed_at_end = { __close = function(self) os.remove(self.path) end }

return function(path, write)
  local partial <close> = setmetatable({ path = path .. ".partial" }, removed_at_end)
  local stream, reason = io.open(partial.path, "wb")
  if not stream then raise("cannot write %s: %s", path, reason:sub(#partial.path + 3)) end
  stream:close()
  write(partial.path)
  local done, failure = os.rename(partial.path, path)
  if not done then raise("cannot write %s: %s", path, failure) end
end
