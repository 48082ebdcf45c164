-- output(options, picture, text): where a plot goes. With options.file, `picture(draw)` is to call draw(width, height, size, script) with a
-- script of gnuplot's. Without one, `text(screen)` gives the lines that show it on a terminal, unless that shows pictures.
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local graphics = require "nilgrad.plot.terminal.graphics"
local screen_of = require "nilgrad.plot.terminal.screen"

return function(options, picture, text)
  if options.file then
    gnuplot.check(options.file)
    picture(function(...) gnuplot.draw(options.file, ...) end)
    return
  end
  local screen = screen_of(options)
  if graphics.shown(screen) then
    picture(function(...) io.stdout:write(graphics.show(screen, ...), "\n") end)
  else
    io.stdout:write(table.concat(text(screen), "\n"), "\n")
  end
end
