-- chart(chart, screen, count): the lines of text that show a chart (figure/draw.lua says what that is), one of `count` on the screen.
local axes = require "nilgrad.plot.figure.axes"
local drawing = require "nilgrad.plot.terminal.series"
local inks_of = require "nilgrad.plot.terminal.ink"
local new_raster = require "nilgrad.plot.terminal.raster"
local words = require "nilgrad.plot.terminal.words"

local rows_a_mark, columns_a_mark, longest_mark, rows_around = 3, 11, 14, 5

local function strokes_of(unicode)
  if unicode then return { side = "│", mark = "┤", corner = "└", bottom = "─", below = "┬", line = "──", dashed = "╌╌", points = "•" } end
  return { side = "|", mark = "+", corner = "+", bottom = "-", below = "+", line = "--", dashed = "- ", points = "" }
end

-- The texts beside the rows of the vertical axis, by row from 1, and their width.
local function labels_beside(y, rows, raster, screen)
  local labels, width = {}, 0
  for _, mark in ipairs(y:labels(math.max(3, rows // rows_a_mark))) do
    local _, down = raster:at(0, y:place(mark[1]))
    labels[1 + down // raster.tall] = screen:spelt(mark[2], longest_mark)
  end
  for _, label in pairs(labels) do width = math.max(width, words.width(label)) end
  return labels, width
end

-- The axis below and the texts below that; a text that would touch the one before it is left out.
local function lines_below(x, columns, margin, screen, strokes)
  local bottom, texts, reached = {}, {}, 0
  for i = 1, columns do bottom[i] = strokes.bottom end
  for _, mark in ipairs(x:labels(math.max(2, columns // columns_a_mark))) do
    local at = math.floor(x:place(mark[1]) * (columns - 1) + 0.5)
    local text = screen:spelt(mark[2], longest_mark)
    local from = math.max(0, math.min(margin + 1 + at - (words.width(text) - 1) // 2, screen.columns - words.width(text)))
    if at >= 0 and at < columns and (reached == 0 or from > reached) then
      bottom[at + 1] = strokes.below
      texts[#texts + 1] = (" "):rep(from - reached) .. text
      reached = from + words.width(text)
    end
  end
  return (" "):rep(margin) .. strokes.corner .. table.concat(bottom), table.concat(texts)
end

-- What each series is called, as many to a line as there is room for.
local function legend(inks, screen, strokes)
  local lines, line, width = {}, {}, 0
  for _, ink in ipairs(inks) do
    local series = ink.series
    if series.name then
      local sign = series.style == "points" and strokes.points or series.dashed and strokes.dashed or strokes.line
      if inks.marked or not screen.unicode then sign = series.style == "points" and ink.mark or ink.mark .. sign end
      local name = screen:spelt(series.name, screen.columns - 6)
      local needed = words.width(sign) + 1 + words.width(name)
      if width > 0 and width + 3 + needed > screen.columns - 1 then
        lines[#lines + 1] = " " .. table.concat(line, "   ")
        line, width = {}, 0
      end
      line[#line + 1] = screen:paint(sign, ink.colour) .. " " .. name
      width = width + needed + (width > 0 and 3 or 0)
    end
  end
  if #line > 0 then lines[#lines + 1] = " " .. table.concat(line, "   ") end
  return lines
end

local function framed(raster, labels, margin, screen, strokes)
  local lines = raster:lines(function(text, ink) return screen:paint(text, ink.colour, ink.series.pale) end, function(ink) return ink.mark end)
  for i, line in ipairs(lines) do
    local beside = labels[i]
    lines[i] = words.padded(beside or "", margin) .. (beside and strokes.mark or strokes.side) .. line:gsub("%s+$", "")
  end
  return lines
end

-- What is drawn last is seen best: bands, then pale lines, then lines. Whose band it is and what is pale can only be told by colours.
local function draw(raster, inks, x, y, screen)
  for _, ink in ipairs(inks) do
    if ink.series.banded and not inks.marked then drawing.band(raster, ink, x, y) end
  end
  for _, pale in ipairs { true, false } do
    for i, ink in ipairs(inks) do
      if (ink.series.pale or false) == pale and (not pale or screen.colours > 0) then drawing.line(raster, ink, x, y, inks.marked, i) end
    end
  end
end

return function(chart, screen, count)
  local rows = screen.rows or math.max(6, (screen.height - rows_around) // count)
  local strokes, inks = strokes_of(screen.unicode), inks_of(chart, screen)
  local x, y = axes(chart, math.max(2, screen.columns // columns_a_mark), math.max(3, rows // rows_a_mark))
  local labels, margin = labels_beside(y, rows, new_raster(1, rows, screen.unicode), screen)
  local columns = math.max(8, screen.columns - margin - 1)
  local raster = new_raster(columns, rows, screen.unicode)
  draw(raster, inks, x, y, screen)
  local lines = framed(raster, labels, margin, screen, strokes)
  if chart.y.label then table.insert(lines, 1, screen:spelt(chart.y.label)) end
  if chart.title then table.insert(lines, 1, screen:bold(words.centred(screen:spelt(chart.title), screen.columns))) end
  local bottom, texts = lines_below(x, columns, margin, screen, strokes)
  lines[#lines + 1] = bottom
  lines[#lines + 1] = texts
  if chart.x.label then lines[#lines + 1] = words.padded(screen:spelt(chart.x.label), screen.columns) end
  local names = legend(inks, screen, strokes)
  return table.move(names, 1, #names, #lines + 1, lines)
end
