-- tiles(images, labels, caption, options, screen): lines that show images [1 or 3, h, w] in [0, 1] side by side.
local blocks = require "nilgrad.plot.terminal.blocks"
local pixels = require "nilgrad.plot.picture.pixels"
local shrunk = require "nilgrad.plot.picture.shrunk"
local words = require "nilgrad.plot.terminal.words"

local gap, narrow, least_width = 2, 12, 16

local function extent_of(images)
  local wide, tall = 1, 1
  for _, image in ipairs(images) do wide, tall = math.max(wide, image.shape[3]), math.max(tall, image.shape[2]) end
  return wide, tall
end

-- How wide an image may be, and how many stand side by side: with all of its pixels where all images then fit on the screen, else
-- with means of 2 × 2 pixels, of 3 × 3, … but no less wide than can be made out.
local function width_of(images, options, screen)
  local wide, tall = extent_of(images)
  local block = 1
  while true do
    local width = math.max(1, wide // block)
    local across = options.across or math.max(1, (screen.columns + gap) // (width + gap))
    local fits = across * (width + gap) - gap <= screen.columns
    local lines = math.ceil(#images / across) * (math.ceil(tall / block / 2) + 1)
    if fits and (lines <= screen.height or lines <= 2 * screen.height and width < 2 * least_width and not options.across or width < least_width) or width == 1 then return width, across, wide end
    block = block + 1
  end
end

-- A row of images: labels above, lines below each other padded to the same width.
local function row_of(tiles, labels, screen, width)
  local head, tallest, lines = {}, 0, {}
  for k, tile in ipairs(tiles) do
    head[k] = labels[k] and screen:spelt(labels[k], width) or ""
    head[k] = head[k] .. (" "):rep(width - words.width(head[k]))
    tallest = math.max(tallest, #tile.lines)
  end
  local above = table.concat(head, (" "):rep(gap)):gsub("%s+$", "")
  if above ~= "" then lines[1] = above end
  for i = 1, tallest do
    local parts = {}
    for k, tile in ipairs(tiles) do parts[k] = tile.lines[i] and tile.lines[i] .. (" "):rep(width - tile.width) or (" "):rep(width) end
    lines[#lines + 1] = table.concat(parts, (" "):rep(gap)):gsub("%s+$", "")
  end
  return lines
end

return function(images, labels, caption, options, screen)
  local width, across, widest = width_of(images, options, screen)
  local times = 1
  if widest < narrow and not options.across then   -- single pixels would be too small to see
    times = math.ceil(narrow / widest)
    width = widest * times
    across = math.max(1, (screen.columns + gap) // (width + gap))
  end
  local slot = width   -- labels may be wider than their images where there is room
  for i in ipairs(images) do
    if options.across and labels[i] then slot = math.max(slot, math.min(words.width(screen:spelt(labels[i])), (screen.columns + gap) // across - gap)) end
  end
  local lines = { options.title and screen:bold(screen:spelt(options.title)) }
  for first = 1, #images, across do
    local tiles, names = {}, {}
    for k = 0, math.min(across, #images - first + 1) - 1 do
      local rows = pixels(shrunk(images[first + k], width, 2 * (screen.rows or screen.height)), times)
      tiles[k + 1] = { lines = blocks(rows, screen), width = #rows[1] }
      names[k + 1] = labels[first + k]
    end
    local row = row_of(tiles, names, screen, slot)
    table.move(row, 1, #row, #lines + 1, lines)
  end
  lines[#lines + 1] = screen:spelt(caption)
  return lines
end
