-- ng.plot.images: images side by side.
local arguments = require "nilgrad.plot.figure.arguments"
local canvas_of = require "nilgrad.plot.canvas.canvas"
local list = require "nilgrad.plot.picture.list"
local native = require "nilgrad.native"
local output = require "nilgrad.plot.figure.output"
local raise = require "nilgrad.raise"
local scale = require "nilgrad.plot.picture.scale"
local size = require "nilgrad.plot.figure.size"
local tiles = require "nilgrad.plot.terminal.tiles"

local check = native.catalog.describe {
  kind = "plot", name = "images",
  summary = "images side by side, with labels: of tensors, of datasets, of what an attack made",
  signature = "ng.plot.images(images: tensor | dataset | table, file: string?, options: table?)",
  formula = [[
images   a tensor [h, w], [c, h, w], [n, h, w] or [n, c, h, w] with c = 1 or 3; a dataset; a list of tensors, of nested lists or of
         samples { image = …, label = … }]],
  options = size({
    { name = "labels", type = "any", default_text = "those of the samples", help = "a list of what stands above each image" },
    { name = "scale", type = "string", choices = { "auto", "unit", "all", "each" }, default = "auto",
      help = "what black and white are: unit: 0 and 1; all: the least and greatest value of all images; each: of each image; auto: unit where all "
        .. "values are in [0, 1], else all. It is said below the images" },
    { name = "range", type = "numbers", default_text = "by scale", help = "{ black, white }" },
    { name = "count", type = "integer", default = 24, min = 1, max = 400, help = "how many to show, the first ones" },
    { name = "across", type = "integer", min = 1, max = 100, default_text = "as many as there is room for", help = "how many to a row" },
    { name = "cell", type = "integer", default = 140, min = 20, max = 2000, unit = "pixels", help = "least width of an image in a file; pixels are enlarged by whole numbers" },
    { name = "title", type = "string", help = "above the images" },
  }),
  cost = "none",
  example = [[
local random = ng.random(1):uniform({ 6, 8, 8 }, "float32")
ng.plot.images(random, { labels = { "a", "b", "c", "d", "e", "f" } })              -- in the terminal
ng.plot.images(random, os.tmpname() .. ".svg", { title = "Noise", across = 3 })]],
}

local margin, label_height, gap, title_height, caption_height, widest = 20, 22, 14, 34, 26, 1100

-- All images of one picture have the place of the largest of them.
local function layout_of(images, options, labelled)
  local wide, tall = 1, 1
  for _, image in ipairs(images) do wide, tall = math.max(wide, image.shape[3]), math.max(tall, image.shape[2]) end
  local times = math.max(1, math.ceil(options.cell / wide))
  local cell = { width = wide * times, height = tall * times, times = times, label = labelled and label_height or 0 }
  local fitting = math.max(1, (widest - 2 * margin + gap) // (cell.width + gap))
  cell.across = math.min(options.across or fitting, #images)
  cell.rows = math.ceil(#images / cell.across)
  cell.head = margin + (options.title and title_height or 0)
  cell.picture_width = math.max(320, 2 * margin + cell.across * (cell.width + gap) - gap)
  cell.picture_height = cell.head + cell.rows * (cell.height + cell.label + gap) - gap + caption_height + margin // 2
  return cell
end

local function picture(draw, images, labels, caption, options)
  local cell = layout_of(images, options, next(labels) ~= nil)
  local canvas <close> = canvas_of(cell.picture_width, cell.picture_height)
  if options.title then canvas:text(margin, margin + 8, options.title, { bold = true, size = 13 }) end
  for i, image in ipairs(images) do
    local x = margin + (i - 1) % cell.across * (cell.width + gap)
    local y = cell.head + (i - 1) // cell.across * (cell.height + cell.label + gap) + cell.label
    if labels[i] then canvas:text(x, y - label_height / 2, labels[i], { size = 10 }, cell.width + gap / 2) end
    canvas:image(x, y, image.shape[3] * cell.times, image.shape[2] * cell.times, image)
  end
  canvas:text(margin, cell.picture_height - caption_height / 2 - 4, caption, { size = 9, colour = "#666666" })
  draw(cell.picture_width, cell.picture_height, 10, canvas:script())
end

local function labels_of(given, images)
  local labels = {}
  if given ~= nil and (type(given) ~= "table" and type(given) ~= "userdata" or #given < #images) then
    raise("option 'labels' of ng.plot.images must be a list of %d labels, one for each image", #images)
  end
  for i, one in ipairs(images) do
    local label = one.label
    if given then label = given[i] end
    labels[i] = label ~= nil and tostring(label) or nil
  end
  return labels
end

return function(given, file, options)
  options = arguments(check, file, options)
  local images, count = list(given, "ng.plot.images", options.count)
  local labels = labels_of(options.labels, images)
  local scaled, caption = scale(images, options.scale, options.range)
  if count > #images then caption = ("%s; the first %d of %d"):format(caption, #images, count) end
  output(options, function(draw) picture(draw, scaled, labels, caption, options) end,
    function(screen) return tiles(scaled, labels, caption, options, screen) end)
end
