-- arguments(check, file, options): the options of a plot, checked, with the picture's name as options.file; `file` may be left out, and
-- is refused before anything is done for a picture that cannot be.
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"

return function(check, file, options)
  if type(file) == "table" and type(options) ~= "table" then file, options = options, file end
  options = check(options == nil and {} or options)
  if file ~= nil then gnuplot.check(file) end
  options.file = file
  return options
end
