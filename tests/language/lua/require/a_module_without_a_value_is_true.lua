package.preload.silent = function() end
print(require "silent", package.loaded.silent) -- expect: true	true
