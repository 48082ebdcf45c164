-- ng.plot.photo: one image, what was added to it, and what came out, with what the model makes of both.
local native = require "nilgrad.native"
local output = require "nilgrad.plot.figure.output"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"
local tiles = require "nilgrad.plot.terminal.tiles"
local canvas_of = require "nilgrad.plot.canvas.canvas"

local check = native.catalog.describe {
  kind = "plot", name = "photo",
  summary = "a photo, its perturbation magnified and the adversarial photo side by side, with the model's best classes below",
  signature = "ng.plot.photo { file = …, original = …, adversarial = …, before = …, after = …, … }",
  options = size {
    { name = "file", type = "string", default_text = "the terminal", help = "the picture; its name ends in .png, .svg or .pdf" },
    { name = "original", type = "any", required = true, help = "[channels, height, width] with 1 or 3 channels, or [height, width], in [0, 1]" },
    { name = "adversarial", type = "any", required = true, help = "of the same shape" },
    { name = "before", type = "any", required = true, help = "probabilities of the classes for the original, a list or tensor (ng.model.softmax of logits)" },
    { name = "after", type = "any", required = true, help = "likewise for the adversarial image" },
    { name = "classes", type = "any", default_text = "class 0, class 1, …", help = "a list of names, class 0 first" },
    { name = "label", type = "integer", min = 0, default_text = "the best of before", help = "the true class, which is drawn in blue" },
    { name = "times", type = "number", min = 0, above_min = true, default_text = "as many as make all but the largest hundredth of the changes fit",
      help = "how many times the perturbation is enlarged" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "facts", type = "strings", default_text = "distances", help = "lines below the perturbation" },
    { name = "panel", type = "integer", default = 336, min = 100, max = 4000, unit = "pixels", help = "least width of each of the three; images are enlarged by whole numbers" },
    { name = "top", type = "integer", default = 5, min = 1, max = 20, help = "how many classes to show" },
  },
  cost = "none: nothing is asked",
  example = [[
local original = ng.tensor.full({ 3, 4, 4 }, 0.5)
ng.plot.photo { file = os.tmpname() .. ".svg", original = original, adversarial = original + 0.05,
  before = { 0.7, 0.3 }, after = { 0.4, 0.6 }, classes = { "cat", "dog" } }]],
}

local margin, gap, title_height, head_height, bar_height, bar_pitch = 26, 50, 58, 30, 25, 30
local blue, orange, grey = { "#0072B2", "#cde3f1" }, { "#C04A00", "#fadcc6" }, { "#444444", "#e6e6e6" }

local function planes_of(value, which)
  local image = native.tensor(value, "float32")
  local shape = image.shape
  if #shape == 2 then return image:reshape { 1, shape[1], shape[2] } end
  if #shape ~= 3 or (shape[1] ~= 1 and shape[1] ~= 3) then
    raise("option '%s' of ng.plot.photo must be [height, width] or 1 or 3 channels [c, height, width], got [%s]", which, table.concat(shape, ", "))
  end
  return image
end

-- The classes of the highest probabilities: { class =, share = }, best first.
local function best_of(probabilities, count, which)
  local list = {}
  for i, share in ipairs(native.tensor(probabilities, "float64"):table()) do list[i] = { class = i - 1, share = share } end
  if type((list[1] or {}).share) ~= "number" then raise("option '%s' of ng.plot.photo must be a list of probabilities, one a class", which) end
  table.sort(list, function(a, b) return a.share > b.share or (a.share == b.share and a.class < b.class) end)
  return table.move(list, 1, math.min(count, #list), 1, {})
end

local function bars(canvas, left, top, width, list, names, colour_of)
  for i, entry in ipairs(list) do
    local y, colour = top + (i - 1) * bar_pitch, colour_of(entry.class)
    canvas:rectangle(left, y, width, bar_height, "#f6f6f6")
    canvas:rectangle(left, y, math.max(2, width * entry.share), bar_height, colour[2])
    local style = { colour = colour[1], bold = i == 1 }
    canvas:text(left + 8, y + bar_height / 2, names and names[entry.class + 1] or "class " .. entry.class, style, width - 70)
    canvas:text(left + width - 8, y + bar_height / 2, ("%.1f %%"):format(100 * entry.share), { colour = colour[1], bold = i == 1, align = "right" })
  end
end

-- A hundredth of the changes may be cut off: with an L2 ball a few are large and the others would not be seen.
local function enlargement(change)
  local sizes = change:reshape({ -1 }):abs():table()
  table.sort(sizes)
  local size = sizes[math.ceil(0.99 * #sizes)]
  if size == 0 then size = sizes[#sizes] end
  return size > 0 and math.max(1, math.floor(0.5 / size + 1e-3)) or 1
end

local function facts_of(options, change)
  return options.facts or { ("L∞ %.3g"):format(change:norm(math.huge)), ("L2 %.3g"):format(change:norm(2)) }
end

-- Where things are, in pixels: images are enlarged by whole numbers.
local function layout_of(options, shape, rows)
  local scale = math.max(1, math.ceil(options.panel / shape[3]))
  local width, height = shape[3] * scale, shape[2] * scale
  local top = (options.title and title_height or margin) + head_height
  local below = top + height + 14
  return { width = width, height = height, top = top, below = below, lefts = { margin, margin + width + gap, margin + 2 * (width + gap) },
    picture_width = 2 * margin + 3 * width + 2 * gap, picture_height = below + rows * bar_pitch + margin - 8 }
end

local function panels(canvas, panel, images, heads)
  for i, image in ipairs(images) do
    canvas:text(panel.lefts[i], panel.top - 14, heads[i], { colour = "#666666", size = 12 })
    canvas:image(panel.lefts[i], panel.top, panel.width, panel.height, image)
  end
  for i, sign in ipairs { "+", "=" } do
    canvas:text(panel.lefts[i] + panel.width + gap / 2, panel.top + panel.height / 2, sign, { size = 26, colour = "#888888", align = "center" })
  end
end

local function picture(draw, shown, options)
  local original = shown.images[1]
  local panel = layout_of(options, original.shape, math.max(#shown.before, #shown.facts))
  local canvas <close> = canvas_of(panel.picture_width, panel.picture_height)
  if options.title then canvas:text(margin, 34, options.title, { bold = true, size = 15, colour = "#222222" }) end
  panels(canvas, panel, shown.images, shown.heads)
  local label, lefts, below = options.label or shown.before[1].class, panel.lefts, panel.below
  bars(canvas, lefts[1], below, panel.width, shown.before, options.classes, function(class) return class == label and blue or grey end)
  for i, fact in ipairs(shown.facts) do
    canvas:text(lefts[2] + 8, below + (i - 1) * bar_pitch + bar_height / 2, fact, { colour = "#444444" }, panel.width)
  end
  bars(canvas, lefts[3], below, panel.width, shown.after, options.classes,
    function(class) return class == label and blue or class == shown.after[1].class and orange or grey end)
  draw(canvas.width, canvas.height, 11, canvas:script())
end

local function classes_text(list, names)
  local parts = {}
  for i, entry in ipairs(list) do parts[i] = ("%s %.1f %%"):format(names and names[entry.class + 1] or "class " .. entry.class, 100 * entry.share) end
  return table.concat(parts, ", ")
end

local function text(screen, shown, options)
  local lines = tiles(shown.images, shown.heads, "black 0, white 1", { across = 3, title = options.title, rows = options.rows }, screen)
  for _, line in ipairs { "before: " .. classes_text(shown.before, options.classes), "after: " .. classes_text(shown.after, options.classes),
    table.concat(shown.facts, ", ") } do
    lines[#lines + 1] = screen:spelt(line)
  end
  return lines
end

return function(options)
  options = check(options)
  if type(options.facts) == "string" then options.facts = { options.facts } end
  local original, adversarial = planes_of(options.original, "original"), planes_of(options.adversarial, "adversarial")
  if table.concat(original.shape, " ") ~= table.concat(adversarial.shape, " ") then
    raise("the original is [%s], the adversarial image [%s]", table.concat(original.shape, ", "), table.concat(adversarial.shape, ", "))
  end
  local change = adversarial - original
  local times = options.times or enlargement(change)
  local shown = { images = { original, (change * times + 0.5):clamp_(0, 1), adversarial },
    heads = { "photo", ("perturbation × %g"):format(times), "adversarial photo" }, facts = facts_of(options, change),
    before = best_of(options.before, options.top, "before"), after = best_of(options.after, options.top, "after") }
  output(options, function(draw) picture(draw, shown, options) end, function(screen) return text(screen, shown, options) end)
end
