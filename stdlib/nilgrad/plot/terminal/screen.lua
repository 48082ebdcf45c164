-- screen(options): the terminal as plots see it: { columns, rows, unicode, colours = 0 | 16 | 256 | 2^24, graphics = "none" | "blocks" | "sixel" |
-- "kitty", width, height of a cell in pixels }. What is not a terminal gets plain text.
local colour = require "nilgrad.plot.terminal.colour"
local raise = require "nilgrad.raise"
local terminal = require "nilgrad.native.terminal"
local words = require "nilgrad.plot.terminal.words"

local widest, tallest = 120, 30
local usual_rows, usual_columns, cell_width, cell_height = 24, 80, 8, 16
local kinds = { none = true, blocks = true, sixel = true, kitty = true }

local Screen = {}
Screen.__index = Screen

local function setting(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

local function knows_unicode()
  local locale = setting "LC_ALL" or setting "LC_CTYPE" or setting "LANG" or ""
  return locale:lower():find "utf%-?8" ~= nil
end

local function colours_of(is_terminal)
  local name = setting "TERM"
  if not is_terminal or setting "NO_COLOR" or not name or name == "dumb" then return 0 end
  local depth = setting "COLORTERM"
  if depth == "truecolor" or depth == "24bit" or name:find "direct" then return 1 << 24 end
  return (name:find "256color" or name:find "kitty") and 256 or 16
end

-- A pixel in the graphics of kitty that is not to be kept, then what every terminal answers: its kind, of which attribute 4 is sixel.
local question = "\27_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\27\\\27[c"
local patience = 1   -- seconds
local asked

local function asked_for()
  if setting "TERM" == "dumb" then return "blocks" end
  local answer = asked or terminal.ask(question, "c", patience)
  if not answer then return "blocks" end
  asked = answer
  if answer:find("\27_Gi=31;OK", 1, true) then return "kitty" end
  local attributes = answer:match "\27%[%?([%d;]*)c" or ""
  return (";" .. attributes:gsub("^%d*", "", 1) .. ";"):find(";4;", 1, true) and "sixel" or "blocks"
end

local function graphics_of(is_terminal)
  local told = setting "NILGRAD_GRAPHICS"
  if told and not kinds[told] then raise("NILGRAD_GRAPHICS must be none, blocks, sixel or kitty, got '%s'", told) end
  return told or (is_terminal and asked_for() or "blocks")
end

--- `text` in the colour "#rrggbb"; and bold, for titles.
function Screen:paint(text, rgb, pale) return colour.paint(text, rgb, self.colours, pale) end
function Screen:bold(text) return self.colours > 0 and "\27[1m" .. text .. "\27[0m" or text end

--- A text of others as this terminal may show it, at most `most` cells wide.
function Screen:spelt(text, most) return words.cut(words.spelt(text, self.unicode), most or self.columns, self.unicode and "…" or ".") end

return function(options)
  local rows, columns, width, height = terminal.room()
  local is_terminal = rows ~= nil
  local room = columns or math.tointeger(tonumber(setting "COLUMNS")) or usual_columns
  local pixels = is_terminal and width > 0 and height > 0
  return setmetatable({ columns = options.columns or math.max(20, math.min(room, widest)), rows = options.rows,
    -- the prompt and the line before it stay in sight
    height = math.max(8, math.min((rows or usual_rows) - 2, tallest)),
    unicode = knows_unicode(), colours = colours_of(is_terminal), graphics = graphics_of(is_terminal),
    cell = { width = pixels and width / columns or cell_width, height = pixels and height / rows or cell_height } }, Screen)
end
