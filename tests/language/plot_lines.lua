-- ng.plot.lines writes the picture that its name's ending asks for, thins out what is too much to see, and refuses what it cannot draw.
local ng = require "nilgrad"

local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir '" .. folder .. "'")

local function files()
  local pipe = io.popen("ls '" .. folder .. "'")
  local names = pipe:read("a"):gsub("\n", " ")
  pipe:close()
  return names
end

local function start_of(name)
  local file <close> = assert(io.open(folder .. "/" .. name, "rb"))
  return (file:read(5):gsub("[^ -~]", "."))
end

local squares = { name = "it's `n` squared_2", x = { 1, 2, 3 }, y = { 1, 4, 9 }, style = "linespoints", dashed = true }
for _, ending in ipairs { "png", "svg", "pdf" } do
  ng.plot.lines { title = "a \\ \"title\"", x = "n", y = "n", log = "xy", file = folder .. "/squares." .. ending, series = { squares } }
end
print(start_of "squares.png", start_of "squares.svg", start_of "squares.pdf") --> .PNG.	<?xml	%PDF-

ng.plot.lines { file = folder .. "/gap.svg", series = { { y = { 1, 0 / 0, 3 } } } }
-- A band is one more curve, filled, of the series' colour.
local function filled(name, series)
  ng.plot.lines { file = folder .. "/" .. name, series = { series } }
  local file <close> = assert(io.open(folder .. "/" .. name, "rb"))
  local text = file:read "a"
  os.remove(folder .. "/" .. name)
  return select(2, text:gsub("fill%-opacity *= *.0.15", "")) > 0
end
print(filled("band.svg", { y = { 1, 2, 3 }, low = { 0, 1, 2 }, high = { 2, 3, 4 } }), filled("band.svg", { y = { 1, 2, 3 } })) --> true	false
print(files()) --> gap.svg squares.pdf squares.png squares.svg

local function refused(options)
  options.file = options.file or folder .. "/refused.png"
  local _, message = pcall(ng.plot.lines, options)
  print((message:gsub("^[^ ]*%.lua:%d+: ", ""):gsub(folder, "FOLDER")))
end

refused { series = { squares }, titel = "x" }                --> unknown option 'titel' of ng.plot.lines; did you mean 'title'?
refused { series = {} }                                      --> option 'series' of ng.plot.lines must be a list of at least one series
refused { series = { { x = { 1 }, y = { 1, 2 } } } }         --> series[1] has 1 x and 2 y
refused { series = { squares, { y = { 1, "two" } } } }       --> series[2].y[2] must be a number, got two
refused { series = { { y = { 1, 0 } } }, log = "y" }         --> series[1].y[2] is 0, which has no place on a logarithmic axis
refused { series = { { y = { 1, 2 }, low = { 1, 2 } } } }    --> series[1].high must be a list of numbers, got nil
refused { series = { { y = { 1 }, low = { 1 }, high = { 1, 2 } } } } --> series[1].high has 2 numbers for 1 points
refused { series = { { y = { 1 }, style = "dots" } } }       --> series[1].style must be 'lines', 'points' or 'linespoints', got 'dots'
refused { series = { { y = { 1 }, color = 2 } } }            --> unknown field 'color' of series[1]; its fields are name, x, y, low, high, style, dashed, colour
refused { series = { { y = { 1 } } }, file = "picture.jpg" } --> the picture's name must end in .png, .svg or .pdf, got 'picture.jpg'
refused { series = { squares }, file = folder .. "/none/a.png" } --> cannot write FOLDER/none/a.png: No such file or directory
refused { series = { { y = { 0 / 0 } } } }                   --> series[1] has no finite point
print(files())                                               --> gap.svg squares.pdf squares.png squares.svg

-- A title may begin with a quote, and gnuplot expands nothing in it.
ng.plot.lines { title = "'a' `id` \\ $(id) \"b\" {c}_1", file = folder .. "/quotes.svg", series = { squares } }
local file <close> = assert(io.open(folder .. "/quotes.svg"))
print(file:read("a"):find("'a' `id` \\ $(id) \"b\" {c}_1", 1, true) ~= nil) --> true
-- What cannot be seen of many points is not drawn: the extremes stay.
local many = ng.random(1):uniform(1000000)
many[777777] = 5
ng.plot.lines { file = folder .. "/many.svg", series = { { y = many } } }
ng.plot.lines { file = folder .. "/points.svg", series = { { x = ng.random(2):uniform(1000000), y = many, style = "points" } } }
local sizes = {}
for i, name in ipairs { "many", "points" } do
  local picture <close> = assert(io.open(folder .. "/" .. name .. ".svg"))
  sizes[i] = #picture:read "a"
end
print(sizes[1] < 1e6, sizes[2] < 1e7)                        --> true	true
local thin = require "nilgrad.plot.figure.thin"
local x, kept = {}, {}
for i = 1, #many do x[i] = i end
for _, i in ipairs(thin(x, many:table(), "lines", "")) do kept[i] = true end
print(#thin(x, many:table(), "points", "") < 150001)          --> true
print(kept[1], kept[777777], kept[1000000])                  --> true	true	true
os.execute("rm -r '" .. folder .. "'")
