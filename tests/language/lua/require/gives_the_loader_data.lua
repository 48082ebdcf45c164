package.preload.named = function(name, where) return name .. " " .. where end
print(require "named") -- expect: named :preload:	:preload:
