-- ng.plot.image: a matrix as colours with a bar that says what they mean, or one image.
local arguments = require "nilgrad.plot.figure.arguments"
local heat = require "nilgrad.plot.picture.heat"
local images = require "nilgrad.plot.images"
local native = require "nilgrad.native"
local output = require "nilgrad.plot.figure.output"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"
local heat_lines = require "nilgrad.plot.terminal.heat"

local check = native.catalog.describe {
  kind = "plot", name = "image",
  summary = "a matrix as colours with a bar that says what they mean, or one image in colour",
  signature = "ng.plot.image(matrix: tensor | table, file: string?, options: table?)",
  formula = "matrix   [rows, columns], drawn with row 1 on top; a tensor [3, h, w] is an image in colour, as ng.plot.images shows it",
  options = size({
    { name = "colours", type = "string", choices = { "viridis", "diverging", "grey" },
      default_text = "'diverging' where there are numbers of both signs, else 'viridis'", help = "diverging: blue below 0, white at 0, red above" },
    { name = "range", type = "numbers", default_text = "the least and the greatest number, around 0 for diverging", help = "{ low, high } of the colours" },
    { name = "label", type = "string", help = "what the numbers are, with their unit: beside the bar" },
    { name = "x", type = "string", default = "column", help = "what the horizontal axis is called" },
    { name = "y", type = "string", default = "row", help = "what the vertical axis is called" },
    { name = "title", type = "string", help = "above the picture" },
  }, 800, 600),
  cost = "none. A matrix of more than 512 rows or columns is shown by means of blocks",
  example = [[
local a = ng.random(1):normal(400):reshape { 20, 20 }
ng.plot.image(a, { title = "Noise", label = "σ" })                    -- in the terminal
ng.plot.image(a, os.tmpname() .. ".svg", { title = "Noise", label = "σ" })]],
}

local function range_of(matrix, options)
  local given = options.range
  if given then
    if #given ~= 2 or not (given[1] < given[2]) then raise "option 'range' of ng.plot.image must be { low, high } with low < high" end
    return given[1], given[2], options.colours or given[1] < 0 and given[2] > 0 and "diverging" or "viridis"
  end
  local low, high = math.huge, -math.huge
  for _, number in ipairs(matrix:reshape({ -1 }):table()) do
    if math.abs(number) < math.huge then low, high = math.min(low, number), math.max(high, number) end   -- not NaN
  end
  if low > high then raise "ng.plot.image: the matrix has no finite number" end
  local colours = options.colours or low < 0 and high > 0 and "diverging" or "viridis"
  if colours == "diverging" then high = math.max(math.abs(low), math.abs(high)) low = -high end
  if low == high then low, high = low - 0.5, high + 0.5 end
  return low, high, colours
end

return function(matrix, file, options)
  if type(matrix) ~= "table" and type(matrix) ~= "userdata" then raise("ng.plot.image needs a matrix, got %s", tostring(matrix)) end
  local tensor = native.tensor(matrix, "float64")
  options = arguments(check, file, options)
  if #tensor.shape == 3 and (tensor.shape[1] == 1 or tensor.shape[1] == 3) then
    return images(matrix, options.file, { title = options.title, cell = math.min(options.width, 480), columns = options.columns, rows = options.rows,
      range = options.range })
  end
  if #tensor.shape ~= 2 or tensor.size == 0 then
    raise("ng.plot.image needs a matrix [rows, columns] or an image [3, h, w], got a tensor [%s]", table.concat(tensor.shape, ", "))
  end
  local low, high, colours = range_of(tensor, options)
  local map = { matrix = tensor, low = low, high = high, colours = colours, label = options.label, x = options.x, y = options.y, title = options.title }
  output(options, function(draw) draw(options.width, options.height, 12, heat(map)) end, function(screen) return heat_lines(map, screen) end)
end
