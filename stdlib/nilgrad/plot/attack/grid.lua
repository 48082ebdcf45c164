-- grid(report, file, options): original, perturbation and adversarial image side by side, of the first fooled images.
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local raise = require "nilgrad.raise"
local words = require "nilgrad.attack.report.words"

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

local function percent(share) return share and ("%.0f %%"):format(100 * share) or "" end

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
  local images = fooled(report, options.count)
  local times = options.times or enlargement(images)
  local width, head, title_height = 3 * options.cell, 44, 22
  local height = head + #images * (options.cell + title_height)
  local layout = { columns = 3, head = head / height, row_height = (options.cell + title_height) / height, title_height = title_height / height }
  local script = {
    ("set multiplot title %s noenhanced"):format(gnuplot.quote(options.title or ("%s, ε = %s"):format(report.method, words.eps(report.eps)))),
    "unset tics; unset key; unset colorbox; set border 31 linecolor '#bbbbbb'; set palette gray; set cbrange [0:1]",
    "set autoscale xfix; set autoscale yfix",
  }
  for row, image in ipairs(images) do
    local change = image.adversarial - image.original
    cell(script, layout, row, 1, "original" .. row, image.original,
      ("%s  %s"):format(words.class(report, image.label), percent(image.clean_confidence)))
    cell(script, layout, row, 2, "change" .. row, (change * times + 0.5):clamp_(0, 1), ("perturbation × %g"):format(times))
    cell(script, layout, row, 3, "adversarial" .. row, image.adversarial,
      ("%s  %s"):format(words.class(report, image.predicted), percent(image.confidence)))
  end
  script[#script + 1] = "unset multiplot"
  gnuplot.draw(file, width, height, 10, script)
end
