-- file(path, name): the text of a file that option `name` gives, without a byte order mark.
local raise = require "nilgrad.raise"

return function(path)
  local stream <close>, reason = io.open(path, "rb")
  if not stream then raise("%s", reason) end
  local text, failure = stream:read "a"
  if not text then raise("%s: %s", path, failure) end
  if #text == 0 then raise("%s: the file is empty", path) end
  return (text:gsub("^\xef\xbb\xbf", ""))
end
