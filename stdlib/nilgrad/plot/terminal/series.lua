-- Draws the series of a chart: series.band(raster, ink, x, y), and series.line(raster, ink, x, y, marked, number).
local marked_every = 14   -- cells between the marks that tell lines apart where there are no colours
local dashes, dotted, solid = { 4, 7 }, { 1, 4 }, { 1, 1 }

local function places_of(rows, column, x, y)
  local places = {}
  for i, row in ipairs(rows) do
    local across, up = x:place(row[1]), row[column] and y:place(row[column])
    -- NaN and infinities leave a gap
    places[i] = up and math.abs(across) < math.huge and math.abs(up) < math.huge and { across, up } or false
  end
  return places
end

local function polyline(raster, places, ink, pattern)
  local from = 0
  for i, place in ipairs(places) do
    local before = i > 1 and places[i - 1]
    if place and before then
      from = raster:line(before[1], before[2], place[1], place[2], ink, pattern[1], pattern[2], from)
    elseif place then
      raster:point(place[1], place[2], ink)
    end
  end
end

-- Marks along a line, the first of them further on for each series.
local function marks_along(raster, places, ink, number)
  local last = nil
  for _, place in ipairs(places) do
    local cell = place and place[1] * raster.columns
    if cell and cell >= number * 3 and (not last or cell - last >= marked_every) then
      raster:letter(place[1], place[2], ink.mark, ink)
      last = cell
    end
  end
end

-- Of many points dots, which hide each other less; but where marks tell series apart, those as long as there is room.
local function points(raster, places, ink, marked)
  local few = #places <= raster.columns * raster.rows / (marked and 3 or 12)
  for _, place in ipairs(places) do
    if place and few then raster:letter(place[1], place[2], raster.unicode and ink.dot or ink.mark, ink) end
    if place and not few then raster:point(place[1], place[2], ink) end
  end
end

local drawing = {}

--- The edges of a series' band.
function drawing.band(raster, ink, x, y)
  for _, column in ipairs { 3, 4 } do polyline(raster, places_of(ink.series.rows, column, x, y), ink, dotted) end
end

--- `marked`: series are told apart by marks; `number` says how far from the left the first of them is.
function drawing.line(raster, ink, x, y, marked, number)
  local series = ink.series
  local places = places_of(series.rows, 2, x, y)
  local scattered = series.style == "points" or series.style == "rings"
  ink.dot = series.style == "rings" and "◯" or marked and ink.mark or "•"
  if not scattered then polyline(raster, places, ink, series.dashed and dashes or solid) end
  if scattered or series.style == "linespoints" and #places <= raster.columns / 2 then
    points(raster, places, ink, marked)
  elseif marked and series.name then
    marks_along(raster, places, ink, number)
  end
end

return drawing
