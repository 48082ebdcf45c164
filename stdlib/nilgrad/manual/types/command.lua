-- nilgrad doc --luacats DIR: writes the annotations and says where.
local types = require "nilgrad.manual.types"

return function(words)
  types.write(words.out)
  print((words.out:gsub("(.)/+$", "%1")))
end
