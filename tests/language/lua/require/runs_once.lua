local runs = 0
package.preload.counted = function() runs = runs + 1 return { runs = runs } end
print(require "counted" == require "counted", runs) -- expect: true	1
