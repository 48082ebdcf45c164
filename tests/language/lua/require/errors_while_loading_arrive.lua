package.preload.failing = function() error("in the module", 0) end
print(pcall(require, "failing")) -- expect: false	in the module
print(package.loaded.failing) -- expect: nil
