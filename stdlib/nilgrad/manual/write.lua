-- write(path, text): a whole new file, or an error that names it.
local raise = require "nilgrad.raise"

return function(path, text)
  local file, reason = io.open(path, "wb")
  if not file then raise("cannot write %s", reason) end
  local done, failure = file:write(text)
  local closed, late = file:close()
  if not done or not closed then raise("cannot write %s: %s", path, failure or late) end
end
