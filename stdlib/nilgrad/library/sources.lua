-- sources(path of a rockspec): from now on require finds the rock's modules where the rockspec says their files are, not where some
-- version of them is installed.
local rockspec = require "nilgrad.library.rockspec"
local watch = require "nilgrad.library.watch"

return function(path)
  for module, file in pairs(rockspec.sources(assert(rockspec.read(path)))) do
    package.preload[module] = function(name) return watch.loader(name, file)(name, file) end
  end
end
