-- ng.plot.attack: what an attack did to some of its images.
local native = require "nilgrad.native"
local gnuplot = require "nilgrad.plot.gnuplot"
local raise = require "nilgrad.raise"

local check = native.catalog.describe {
  kind = "plot", name = "attack",
  summary = "original, perturbation and adversarial image side by side, with classes and confidences",
  signature = "ng.plot.attack(report, file, options)",
  options = {
    { name = "count", type = "integer", default = 5, min = 1, max = 50, help = "how many of the fooled images to show, the first ones" },
    { name = "times", type = "number", min = 0, above_min = true, default_text = "as many as make the largest change visible",
      help = "how many times the perturbation is enlarged" },
    { name = "cell", type = "integer", default = 170, min = 40, max = 2000, unit = "pixels", help = "side of a picture" },
  },
  example = [[
local function model(images)   -- says 1 where the left pixels are the brighter ones
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][{ 1, 1 }] - images[i][{ 1, 2 }] end
  return logits
end
local report = ng.attack.run { model = model, data = { { image = { { 0.55, 0.5 }, { 0, 1 } }, label = 1 } },
  method = ng.attack.gradient(), eps = 0.1, budget = 200 }
ng.plot.attack(report, os.tmpname() .. ".svg")]],
}

-- Rows of grey values, or of red, green, blue: [c, h, w] or [h, w], the first row on top.
local function pixel_block(name, image)
  local shape = image.shape
  local height, width = shape[#shape - 1], shape[#shape]
  local planes, rows = image:reshape { -1, height, width }, {}
  local coloured = #planes == 3
  for i = 1, height do
    for j = 1, width do
      local row = { j, height - i }
      for c = 1, coloured and 3 or 1 do row[#row + 1] = planes[c][i][j] end
      rows[#rows + 1] = row
    end
  end
  return gnuplot.block(name, rows), coloured
end

local function class_name(report, class)
  local name = report.classes and report.classes[class + 1]
  return name or ("class " .. class)
end

local function percent(share) return ("%.0f %%"):format(100 * share) end

-- The cell at (row, column) from 1, counted from the top left.
local function cell(script, layout, row, column, name, image, title)
  local block, coloured = pixel_block(name, image)
  local left, right = (column - 1) / layout.columns, column / layout.columns
  local top = 1 - layout.head - (row - 1) * layout.row_height
  local bottom = top - layout.row_height
  table.move({
    block,
    ("set lmargin at screen %.5f; set rmargin at screen %.5f"):format(left + 0.02, right - 0.02),
    ("set tmargin at screen %.5f; set bmargin at screen %.5f"):format(top - layout.title_height, bottom + 0.01),
    ("set title %s noenhanced offset 0,-0.6"):format(gnuplot.quote(title)),
    coloured and ("plot $%s using 1:2:(255*$3):(255*$4):(255*$5) with rgbimage notitle"):format(name)
      or ("plot $%s using 1:2:3 with image notitle"):format(name),
  }, 1, 5, #script + 1, script)
end

local function enlargement(images)
  local largest = 0
  for _, image in ipairs(images) do largest = math.max(largest, image.linf) end
  return math.max(1, math.floor(0.5 / largest))
end

local function fooled(report, count)
  local images = {}
  for _, image in ipairs(report.images) do
    if image.success and #images < count then images[#images + 1] = image end
  end
  if #images == 0 then raise "ng.plot.attack: none of the report's images was fooled, so there is nothing to show" end
  return images
end

return function(report, file, options)
  if type(report) ~= "table" or type(report.images) ~= "table" then raise("ng.plot.attack needs a report of ng.attack.run, got %s", tostring(report)) end
  if type(file) ~= "string" then raise("ng.plot.attack needs the picture's name, got %s", tostring(file)) end
  options = check(options)
  local images = fooled(report, options.count)
  local times = options.times or enlargement(images)
  local width, head, title_height = 3 * options.cell, 44, 22
  local height = head + #images * (options.cell + title_height)
  local layout = { columns = 3, head = head / height, row_height = (options.cell + title_height) / height, title_height = title_height / height }
  local script = {
    ("set multiplot title %s noenhanced"):format(gnuplot.quote(("%s, ε = %g"):format(report.method, report.eps))),
    "unset tics; unset key; unset colorbox; set border 31 linecolor '#bbbbbb'; set palette gray; set cbrange [0:1]",
    "set autoscale xfix; set autoscale yfix",
  }
  for row, image in ipairs(images) do
    local change = image.adversarial - image.original
    cell(script, layout, row, 1, "original" .. row, image.original,
      ("%s  %s"):format(class_name(report, image.label), percent(image.clean_confidence)))
    cell(script, layout, row, 2, "change" .. row, (change * times + 0.5):clamp_(0, 1), ("perturbation × %g"):format(times))
    cell(script, layout, row, 3, "adversarial" .. row, image.adversarial,
      ("%s  %s"):format(class_name(report, image.predicted), percent(image.confidence)))
  end
  script[#script + 1] = "unset multiplot"
  gnuplot.draw(file, width, height, 10, script)
end
