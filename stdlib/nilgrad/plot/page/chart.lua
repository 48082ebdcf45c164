-- chart(title, x, y, series): a picture in SVG with its title and legend for a page of plot.page, whose style gives its colours in light
-- and dark; those written here are for readers that know no styles. x and y are axes { label =, low =, high =, log =, percent = };
-- a series is { name =, points = …, style = } with points { x, y } for 'line', 'steps' and 'points', { x, y, low, high } for 'points'
-- with error bars, { left, right, height } for 'bars'.
local axis_of = require "nilgrad.plot.figure.axis".of
local escaped = require "nilgrad.plot.page.page".escaped

local width, height = 480, 290
local left, right, top, bottom = 58, 24, 8, 46

local function across(x, number) return left + x:place(number) * (width - left - right) end
local function down(y, number) return height - bottom - y:place(number) * (height - top - bottom) end

local function frame(lines, x, y)
  local function add(format, ...) lines[#lines + 1] = format:format(...) end
  for _, mark in ipairs(y:marks(5)) do
    local at = down(y, mark)
    add('<line class="grid" stroke="#ddd" x1="%d" y1="%.1f" x2="%d" y2="%.1f"/>', left, at, width - right, at)
    add('<text x="%d" y="%.1f" text-anchor="end">%s</text>', left - 6, at + 4, escaped(y:text(mark)))
  end
  for _, mark in ipairs(x:marks(6)) do
    local at = across(x, mark)
    add('<line class="grid" stroke="#ddd" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>', at, top, at, height - bottom)
    add('<text x="%.1f" y="%d" text-anchor="middle">%s</text>', at, height - bottom + 17, escaped(x:text(mark)))
  end
  add('<path class="axis" fill="none" stroke="#666" d="M%d %dV%dH%d"/>', left, top, height - bottom, width - right)
  add('<text x="%d" y="%d" text-anchor="middle">%s</text>', (left + width - right) // 2, height - 8, escaped(x.label))
  add('<text transform="translate(13 %d) rotate(-90)" text-anchor="middle">%s</text>', (top + height - bottom) // 2, escaped(y.label))
end

-- Okabe and Ito's colours, told apart by everyone.
local inks = { "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07a00", "#3b97c9", "#000" }
local function ink_of(i) return (i - 1) % #inks + 1 end

-- Where there are more series than colours, the others are dashed.
local function stroked(i, width_of_line, data)
  local ink, dashes = ink_of(i), i > #inks and ' stroke-dasharray="5 3"' or ""
  return ('<path class="l%d" fill="none" stroke="%s" stroke-width="%g" stroke-linejoin="round"%s d="%s"/>'):format(ink, inks[ink],
    width_of_line, dashes, data)
end

local draw = {}

local function path(points, x, y, steps)
  local parts = {}
  for i, point in ipairs(points) do
    local at, level = across(x, point[1]), down(y, point[2])
    parts[i] = i == 1 and ("M%.1f %.1f"):format(at, level) or steps and ("H%.1fV%.1f"):format(at, level) or ("L%.1f %.1f"):format(at, level)
  end
  return table.concat(parts)
end

function draw.line(lines, points, x, y, i)
  lines[#lines + 1] = stroked(i, 2, path(points, x, y))
end

function draw.steps(lines, points, x, y, i)
  lines[#lines + 1] = stroked(i, 2, path(points, x, y, true))
end

function draw.points(lines, points, x, y, i)
  draw.line(lines, points, x, y, i)
  for _, point in ipairs(points) do
    local at = across(x, point[1])
    if point[3] then
      lines[#lines + 1] = stroked(i, 1, ("M%.1f %.1fV%.1f"):format(at, down(y, point[3]), down(y, point[4])))
    end
    local ink = ink_of(i)
    lines[#lines + 1] = ('<circle class="f%d" fill="%s" cx="%.1f" cy="%.1f" r="3.5"/>'):format(ink, inks[ink], at, down(y, point[2]))
  end
end

function draw.bars(lines, points, x, y, i)
  local ink = ink_of(i)
  for _, point in ipairs(points) do
    local from, to, level = across(x, point[1]), across(x, point[2]), down(y, point[3])
    if point[3] > 0 then
      lines[#lines + 1] = ('<rect class="f%d" fill="%s" fill-opacity=".75" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>'):format(ink,
        inks[ink], from + 0.5, level, math.max(0.5, to - from - 1), height - bottom - level)
    end
  end
end

local function legend(series)
  if #series < 2 then return "" end
  local parts = {}
  for i, one in ipairs(series) do
    local ink, class = ink_of(i), i > #inks and ' class="dashed"' or ""
    parts[i] = ('<span><i%s style="background:%s;background:var(--c%d)"></i>%s</span>'):format(class, inks[ink], ink, escaped(one.name))
  end
  return '<div class="legend">' .. table.concat(parts) .. "</div>"
end

return function(title, x, y, series)
  x, y = axis_of(x), axis_of(y)
  local lines = { ("<figure><figcaption>%s</figcaption>%s"):format(escaped(title), legend(series)),
    ('<svg class="chart" viewBox="0 0 %d %d" role="img" aria-label="%s"'):format(width, height, escaped(title))
      .. ' font-size="12" font-family="Verdana, Helvetica, Arial, sans-serif">' }
  frame(lines, x, y)
  for i, one in ipairs(series) do draw[one.style](lines, one.points, x, y, i) end
  lines[#lines + 1] = "</svg></figure>"
  return table.concat(lines, "\n")
end
