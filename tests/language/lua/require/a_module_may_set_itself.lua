package.preload.own = function() package.loaded.own = "set by itself" end
print((require "own")) -- expect: set by itself
