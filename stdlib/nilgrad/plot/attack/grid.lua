-- grid(report, options): original, perturbation and adversarial image side by side, of the first fooled images.
local drawable = require "nilgrad.plot.picture.drawable"
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local output = require "nilgrad.plot.figure.output"
local raise = require "nilgrad.raise"
local tiles = require "nilgrad.plot.terminal.tiles"
local words = require "nilgrad.attack.report.words"

-- Rows of grey values, or of red, green, blue: [c, h, w] or [h, w], the first row on top.
local function pixel_block(name, image)
  local shape = image.shape
  local planes, rows = drawable(image:reshape { -1, shape[#shape - 1], shape[#shape] }), {}
  local _, height, width = table.unpack(planes.shape)
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
    ("set title %s noenhanced offset 0,-0.6"):format(gnuplot.text(title)),
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

-- Each image's three pictures, with what stands above them.
local function cells_of(report, images, times)
  local cells = {}
  for row, image in ipairs(images) do
    local change = image.adversarial - image.original
    cells[row] = {
      { "original" .. row, image.original, ("%s  %s"):format(words.class(report, image.label), percent(image.clean_confidence)) },
      { "change" .. row, (change * times + 0.5):clamp_(0, 1), ("perturbation × %g"):format(times) },
      { "adversarial" .. row, image.adversarial, ("%s  %s"):format(words.class(report, image.predicted), percent(image.confidence)) },
    }
  end
  return cells
end

local function picture(draw, cells, title, options)
  local width, head, title_height = 3 * options.cell, 44, 22
  local height = head + #cells * (options.cell + title_height)
  local layout = { columns = 3, head = head / height, row_height = (options.cell + title_height) / height, title_height = title_height / height }
  local script = {
    ("set multiplot title %s noenhanced"):format(gnuplot.text(title)),
    "unset tics; unset key; unset colorbox; set border 31 linecolor '#bbbbbb'; set palette gray; set cbrange [0:1]",
    "set autoscale xfix; set autoscale yfix",
  }
  for row, three in ipairs(cells) do
    for column, one in ipairs(three) do cell(script, layout, row, column, table.unpack(one)) end
  end
  script[#script + 1] = "unset multiplot"
  draw(width, height, 10, script)
end

local function text(screen, cells, title, options)
  local images, labels = {}, {}
  for _, three in ipairs(cells) do
    for _, one in ipairs(three) do
      local shape = one[2].shape
      images[#images + 1], labels[#labels + 1] = one[2]:reshape { -1, shape[#shape - 1], shape[#shape] }, one[3]
    end
  end
  return tiles(images, labels, "black 0, white 1", { across = 3, title = title, rows = options.rows }, screen)
end

return function(report, options)
  local images = fooled(report, options.count)
  local cells = cells_of(report, images, options.times or enlargement(images))
  local title = options.title or ("%s, ε = %s"):format(report.method, words.eps(report.eps))
  output(options, function(draw) picture(draw, cells, title, options) end, function(screen) return text(screen, cells, title, options) end)
end
