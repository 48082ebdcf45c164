-- interpreter(settings, chunk) -> the words that run this same program, with these settings of the environment, and this chunk first.
-- What the user has it do at every start (LUA_INIT) is left out: it is no part of what is tested.
local program = require "nilgrad".info().program

return function(settings, chunk)
  local words = { "env", "-u", "LUA_INIT", "-u", "LUA_INIT_5_4" }
  table.move(settings, 1, #settings, #words + 1, words)
  words[#words + 1] = program
  if chunk then table.move({ "-e", chunk }, 1, 2, #words + 1, words) end
  return words
end
