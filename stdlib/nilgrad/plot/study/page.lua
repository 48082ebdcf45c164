-- A page of pictures: rows of panels, each with its own axes, placed by the pixel so that labels have the room they need.
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"

local Panel, Page = {}, {}
Panel.__index, Page.__index = Panel, Page

local text_size = 10

local quoted = gnuplot.text

--- A line of gnuplot's language; with more arguments, a format of them.
function Panel:add(line, ...) self.script[#self.script + 1] = select("#", ...) > 0 and line:format(...) or line end

--- A named block of rows, "$block7".
function Panel:block(rows)
  self.page.blocks = self.page.blocks + 1
  local name = "block" .. self.page.blocks
  self:add(gnuplot.block(name, rows))
  return "$" .. name
end

--- Rows in groups, with a gap between them: what is drawn as several lines.
function Panel:groups(groups)
  local rows, gap = {}, {}
  for _, group in ipairs(groups) do
    table.move(group, 1, #group, #rows + 1, rows)
    rows[#rows + 1] = gap
  end
  return self:block(rows)
end

--- "xlabel" or "ylabel".
function Panel:label(command, text)
  if command == "ylabel" then
    self.ylabel = text   -- stands at the panel's edge, however long the numbers beside the axis are
    return
  end
  self:add("set " .. command .. " " .. quoted(text) .. " noenhanced")
end

--- Texts at places of an axis: "x", "y", "cb". gnuplot takes them for formats. `options`: what else it shall know of them.
function Panel:marks(which, marks, options)
  local list = {}
  for _, mark in ipairs(marks) do list[#list + 1] = ("%s %.6g"):format(quoted(mark[2]):gsub("%%", "%%%%"), mark[1]) end
  self:add("set " .. which .. "tics scale 0.5 (" .. table.concat(list, ", ") .. ") noenhanced " .. (options or ""))
end

--- An axis of values, as view:range says.
function Panel:values(which, range)
  self:add("set %srange [%.9g:%.9g]", which, range.low, range.high)
  if not range.log then return end
  self:add("set logscale %s", which)
  if range.high / range.low > 1000 then
    self:add("set format %s '10^{%%L}'", which)
  else
    local marks, power = {}, 10.0 ^ math.floor(math.log(range.low, 10))
    while power <= range.high do
      for _, factor in ipairs { 1, 2, 5 } do marks[#marks + 1] = { factor * power, ("%g"):format(factor * power) } end
      power = power * 10
    end
    self:marks(which, marks)
  end
end

function Panel:text(x, y, text, options)
  self:add("set label %s at %.6g, %.6g %s noenhanced", quoted(text), x, y, options or "")
end

--- One curve of the panel's picture. `title` stands in the key; without one it does not.
function Panel:curve(data, how, title)
  self.curves[#self.curves + 1] = ("%s %s %s"):format(data, how, title and "title " .. quoted(title) .. " noenhanced" or "notitle")
end

--- Points that have no place are left out; nothing where none has.
function Panel:points(rows, how, title, columns)
  if #rows > 0 then self:curve(self:block(rows), ("using %s with points %s"):format(columns or "1:2", how), title) end
end

function Panel:finish(area, page_width, page_height)
  local function across(pixels) return pixels / page_width end
  local function up(pixels) return 1 - pixels / page_height end
  local head = {
    "reset", "unset key",
    "set border 3 linecolor '#666666'; set tics nomirror out scale 0.5 textcolor '#333333'; set grid linecolor '#e4e4e4' linetype 1 linewidth 1",
    ("set lmargin at screen %.6f; set rmargin at screen %.6f"):format(across(area.x + self.left), across(area.x + area.width - self.right)),
    ("set tmargin at screen %.6f; set bmargin at screen %.6f"):format(up(area.y + self.top), up(area.y + area.height - self.bottom)),
    ("set label 100 %s at screen %.6f, screen %.6f left noenhanced font ',%g'"):format(quoted(self.title or ""),
      across(area.x + (self.left > 80 and 20 or self.left)), up(area.y + 16), text_size + 1),
    ("set key at screen %.6f, screen %.6f right center horizontal maxrows 1 samplen 1.2 textcolor '#333333' font ',%g'"):format(
      across(area.x + area.width - self.right), up(area.y + 16), text_size - 1),
  }
  if self.unkeyed then head[#head + 1] = "unset key" end
  if self.ylabel then
    head[#head + 1] = ("set label 102 %s at screen %.6f, graph 0.5 center rotate by 90 noenhanced"):format(quoted(self.ylabel),
      across(area.x + self.label_at))
  end
  table.move(self.script, 1, #self.script, #head + 1, head)
  head[#head + 1] = "plot " .. table.concat(self.curves, ", \\\n  ")
  return head
end

--- page.new(): rows are added from the top.
local page = {}

function page.new() return setmetatable({ rows = {}, blocks = 0 }, Page) end

--- A row of `height` pixels; panels come into it by page:panel.
function Page:row(height) self.rows[#self.rows + 1] = { height = height, panels = {} } end

--- A panel of the last row, `share` parts of its width. `margins`: left, right, top, bottom in pixels.
function Page:panel(title, margins, share)
  margins = margins or {}
  local panel = setmetatable({ page = self, title = title, share = share or 1, script = {}, curves = {}, left = margins.left or 80,
    label_at = 12,
    right = margins.right or 22, top = margins.top or 42, bottom = margins.bottom or 64 }, Panel)
  local panels = self.rows[#self.rows].panels
  panels[#panels + 1] = panel
  return panel
end

--- A place of the last row that stays empty.
function Page:gap(share)
  local panels = self.rows[#self.rows].panels
  panels[#panels + 1] = { share = share or 1 }
end

--- Calls draw(width, height, size, script) with all of it, `width` pixels wide.
function Page:draw(draw, width, title)
  local head = title and 40 or 6
  local height = head
  for _, row in ipairs(self.rows) do height = height + row.height end
  local script = { "set multiplot" }
  local y = head
  for i, row in ipairs(self.rows) do
    local shares, x = 0, 0
    for _, panel in ipairs(row.panels) do shares = shares + panel.share end
    for j, panel in ipairs(row.panels) do
      local area = { x = x, y = y, width = width * panel.share / shares, height = row.height }
      x = x + area.width
      if panel.curves then
        local lines = panel:finish(area, width, height)
        if title and i == 1 and j == 1 then
          lines[2] = lines[2] .. ("; set label 101 %s at screen 0.5, screen %.6f center noenhanced font ',%g'"):format(
            quoted(title), 1 - 22 / height, text_size + 3)
        end
        table.move(lines, 1, #lines, #script + 1, script)
      end
    end
    y = y + row.height
  end
  script[#script + 1] = "unset multiplot"
  draw(width, height, text_size, script)
end

return page
