-- draw(figure, options): draws charts, one below the other, into options.file or on the terminal.
--   figure  { title =, charts = { chart … } }
--   chart   { x = axis, y = axis, series = { series … } }
--   axis    { label =, log =, percent =, low =, high =, marks = { { place, text } … } }: what is not told is found from the series
--   series  { name =, style = "lines" | "points" | "linespoints" | "rings", dashed =, colour = 1 … 7 or "#rrggbb", pale =, banded =, rows = { { x, y, low, high } … } };
--           without a name it is not in the legend; a pale one lies behind the others
-- options: file; width and height of a chart in pixels; columns, and rows of a chart, in letters.
local charts = require "nilgrad.plot.gnuplot.charts"
local output = require "nilgrad.plot.figure.output"
local chart_lines = require "nilgrad.plot.terminal.chart"
local words = require "nilgrad.plot.terminal.words"

return function(figure, options)
  output(options, function(draw)
    draw(options.width, charts.height(figure, options.height), 12, charts.script(figure, options.width, options.height))
  end, function(screen)
    local lines = {}
    if figure.title then lines[1] = screen:bold(words.centred(screen:spelt(figure.title), screen.columns)) end
    for _, chart in ipairs(figure.charts) do
      local drawn = chart_lines(chart, screen, #figure.charts)
      table.move(drawn, 1, #drawn, #lines + 1, lines)
    end
    return lines
  end)
end
