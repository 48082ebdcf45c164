local runs = 0
package.preload.falsy = function() runs = runs + 1 package.loaded.falsy = false end
require "falsy"
require "falsy"
print(runs) -- expect: 2
