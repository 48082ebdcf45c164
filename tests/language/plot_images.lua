-- ng.plot.images and ng.plot.image show tensors, datasets and lists; what black and white are is said.
local ng = require "nilgrad"
local settings = { LC_ALL = "C.UTF-8" }
os.getenv = function(name) return settings[name] end

local function show(images, options)
  options = options or {}
  options.columns, options.rows = options.columns or 40, 12
  ng.plot.images(images, options)
end
local function show_matrix(matrix, options)
  options = options or {}
  options.columns, options.rows = 40, 12
  ng.plot.image(matrix, options)
end

local ramp, cross = { { 0, 0.25, 0.5, 1 }, { 0, 0.25, 0.5, 1 } }, ng.tensor { { 1, 0, 1 }, { 0, 1, 0 }, { 1, 0, 1 } }
show(ramp)
-->    ░░░▒▒▒███
-->    ░░░▒▒▒███
-->    ░░░▒▒▒███
--> black 0, white 1
show({ ramp, { image = cross, label = "a cross" } }, { title = "Two" })
--> Two
-->               a cross
-->    ░░░▒▒▒███  ███   ███
-->    ░░░▒▒▒███  ▒▒▒▒▒▒▒▒▒
-->    ░░░▒▒▒███     ███
-->               ███   ███
-->               ███   ███
--> black 0, white 1
show(ng.tensor { { { -1, 1 } }, { { 3, 1 } } }, { labels = { "first", "second, whose name is long" } })
--> first         second, who…
-->       ▒▒▒▒▒▒  ██████▒▒▒▒▒▒
-->       ▒▒▒▒▒▒  ██████▒▒▒▒▒▒
-->       ▒▒▒▒▒▒  ██████▒▒▒▒▒▒
--> black -1, white 3
show(ng.tensor { { { -1, 1 } }, { { 3, 1 } } }, { scale = "each" })
-->       ██████  ██████
-->       ██████  ██████
-->       ██████  ██████
--> each from its least (black) to its grea…
show({ ramp, ramp, ramp }, { count = 2, range = { 0, 2 } })
-->       ░░░▒▒▒        ░░░▒▒▒
-->       ░░░▒▒▒        ░░░▒▒▒
-->       ░░░▒▒▒        ░░░▒▒▒
--> black 0, white 2; the first 2 of 3
show_matrix({ { 1, 2, 3 }, { 4, 0 / 0, 6 } }, { label = "weight, kg" })
-->   1                 ░░░░░░░░
-->                     ░░░░░░░░
-->                     ░░░░░░░░
--> row                 ░░░░░░░░
-->     ▓▓▓▓▓▓▓▓????????████████
-->     ▓▓▓▓▓▓▓▓????????████████
-->     ▓▓▓▓▓▓▓▓????????████████
-->   2 ▓▓▓▓▓▓▓▓????????████████
-->     1        column        3
-->     1      ░░░░░▒▒▒▒▓▓▓▓▓█████ 6  weight, kg
show_matrix({ { -1, 0, 2 } }, { x = "step", y = "i" })
--> 1 ░░░░░░░░▒▒▒▒▒▒▒▒████████
--> i ░░░░░░░░▒▒▒▒▒▒▒▒████████
-->   ░░░░░░░░▒▒▒▒▒▒▒▒████████
--> 1 ░░░░░░░░▒▒▒▒▒▒▒▒████████
-->   1         step         3
-->   -2      ░░░░░▒▒▒▒▓▓▓▓▓█████ 2
settings = { LC_ALL = "C" }
show(ramp)
-->    :::+++@@@
-->    :::+++@@@
-->    :::+++@@@
--> black 0, white 1

-- Pixels are averaged by whole blocks where there is no room: 2 × 2 here, and what is left over is cut.
local shrunk = require "nilgrad.plot.picture.shrunk"
local small = shrunk(ng.tensor { { { 0, 1, 9 }, { 1, 2, 9 } } }, 2, 2)
print(table.concat(small.shape, " "), small[{ 1, 1, 1 }])
--> 1 1 1	1.0

-- Colours: 24 bits, the nearest of 256, none.
local blocks = require "nilgrad.plot.terminal.blocks"
local rows = { { { 255, 0, 0 }, { 255, 0, 0 } }, { { 0, 0, 255 }, false } }
local function show_rows(colours) print((blocks(rows, { colours = colours, unicode = true, graphics = "blocks" })[1]:gsub("\27", "ESC"))) end
show_rows(1 << 24)
--> ESC[38;2;255;0;0;48;2;0;0;255m▀ESC[0;38;2;255;0;0m▀ESC[0m
show_rows(256)
--> ESC[38;5;196;48;5;21m▀ESC[0;38;5;196m▀ESC[0m
show_rows(0)
-->  ░

-- In files: a picture of each kind, with its texts.
local path = os.tmpname()
local function svg(draw, ...)
  draw(..., path .. ".svg", select(2, ...))
  local file <close> = assert(io.open(path .. ".svg"))
  os.remove(path .. ".svg")
  return file:read "a"
end
local picture = svg(ng.plot.images, { { image = cross, label = "'a' <cross>" } }, { title = "Title" })
print(picture:find("'a' &lt;cross>", 1, true) ~= nil, picture:find(">Title<", 1, true) ~= nil, picture:find("black 0, white 1", 1, true) ~= nil)
--> true	true	true
picture = svg(ng.plot.image, { { 1, 2 }, { 3, 0 / 0 } }, { label = "kg", x = "step" })
print(picture:find(">kg<", 1, true) ~= nil, picture:find(">step<", 1, true) ~= nil, picture:find(">row<", 1, true) ~= nil)
--> true	true	true
os.remove(path)

local function refused(plot, ...)
  local drawn, message = pcall(ng.plot[plot], ...)
  print(drawn and "drawn" or (message:gsub("^%S+lua:%d+: ", ""):gsub("table: %S+", "TABLE")))
end
refused("images", {})
--> ng.plot.images needs a tensor, a dataset or a list of images, got an empty table
refused("images", nil)
--> ng.plot.images needs a tensor, a dataset or a list of images, got nil
refused("images", { { 1, 2 } })
-->       @@@@@@
-->       @@@@@@
-->       @@@@@@
--> black 1, white 2
--> drawn
refused("images", ng.tensor { 1, 2 })
--> ng.plot.images takes tensors [h, w], [c, h, w], [n, h, w] or [n, c, h, w], got [2]
refused("images", ng.tensor.zeros { 2, 4, 3, 3 })
--> image 1 of ng.plot.images must be [height, width] or 1 or 3 channels [c, height, width], got [4, 3, 3]
refused("images", { ramp, "b" })
--> image 2 of ng.plot.images must be an image, a tensor or nested lists of numbers, got b
refused("images", ramp, { labels = {} })
--> option 'labels' of ng.plot.images must be a list of 1 labels, one for each image
refused("images", ramp, { range = { 1, 0 } })
--> option 'range' of ng.plot.images must be { black, white } with black < white
refused("images", ramp, "a.gif")
--> the picture's name must end in .png, .svg or .pdf, got 'a.gif'
refused("image", 3)
--> ng.plot.image needs a matrix, got 3
refused("image", { 1, 2 })
--> ng.plot.image needs a matrix [rows, columns] or an image [3, h, w], got a tensor [2]
refused("image", { { 0 / 0 } })
--> ng.plot.image: the matrix has no finite number
refused("image", { { 1 } }, { range = { 1 } })
--> option 'range' of ng.plot.image must be { low, high } with low < high

-- A single row, column or pixel is drawn too, which gnuplot does not do by itself: the picture has an image in it.
local function show_ink(matrix)
  local name = os.tmpname()
  ng.plot.image(matrix, name .. ".svg")
  local file <close> = assert(io.open(name .. ".svg"))
  os.remove(name)
  os.remove(name .. ".svg")
  local _, images = file:read("a"):gsub("<image", "")
  print(images)
end
show_ink { { 1, 2, 3 } }
--> 1
show_ink { { 1 }, { 2 } }
--> 1
show_ink { { 1 } }
--> 1
