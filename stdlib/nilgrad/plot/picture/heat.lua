-- heat(map): gnuplot's script of a matrix in colours: map is { matrix, low, high, colours, label, x, y, title }.
local axis = require "nilgrad.plot.figure.axis"
local drawable = require "nilgrad.plot.picture.drawable"
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local palette = require "nilgrad.plot.picture.palette"
local shrunk = require "nilgrad.plot.picture.shrunk"

local most_cells = 512

-- Rows and columns are numbered as in the matrix, also where a cell stands for a block of them.
local function cells_of(matrix)
  local rows, columns = table.unpack(matrix.shape)
  local small = drawable(shrunk(matrix:reshape { 1, rows, columns }, most_cells, most_cells))[1]
  local down, across, cells = rows / small.shape[1], columns / small.shape[2], {}
  for i, row in ipairs(small:table()) do
    for j, number in ipairs(row) do cells[#cells + 1] = { (j - 0.5) * across + 0.5, (i - 0.5) * down + 0.5, number } end
  end
  return cells
end

local function bar_marks(map)
  local marks = {}
  for i, mark in ipairs(axis.of({ low = map.low, high = map.high }):labels(6)) do marks[i] = ("%s %.12g"):format(gnuplot.text(mark[2]), mark[1]) end
  return ("set cbtics (%s)"):format(table.concat(marks, ", "))
end

return function(map)
  local rows, columns = table.unpack(map.matrix.shape)
  local script = {
    "set border 31 linecolor '#444444'; set tics out nomirror textcolor '#222222'; unset key",
    palette.gnuplot(map.colours), ("set cbrange [%.12g:%.12g]"):format(map.low, map.high), bar_marks(map),
    "set rmargin at screen 0.82",
    ("set xrange [0.5:%.12g]; set yrange [%.12g:0.5]"):format(columns + 0.5, rows + 0.5),
    ("set xlabel %s noenhanced; set ylabel %s noenhanced"):format(gnuplot.text(map.x), gnuplot.text(map.y)),
    gnuplot.block("cells", cells_of(map.matrix)),
  }
  if columns <= 12 then script[#script + 1] = "set xtics 1" end
  if rows <= 12 then script[#script + 1] = "set ytics 1" end
  if map.title then script[#script + 1] = ("set title %s noenhanced"):format(gnuplot.text(map.title)) end
  if map.label then script[#script + 1] = ("set cblabel %s noenhanced"):format(gnuplot.text(map.label)) end
  script[#script + 1] = "plot $cells using 1:2:3 with image notitle"
  return script
end
