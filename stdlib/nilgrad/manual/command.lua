-- nilgrad doc --out DIR: writes the manual and says where it begins.
local manual = require "nilgrad.manual"

return function(words)
  manual.write(words.out, words.source ~= "" and words.source or nil)
  print((words.out:gsub("(.)/+$", "%1")) .. "/index.html")
end
