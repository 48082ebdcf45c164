-- Numbers at the ends of what there is, one point, many series and ill-natured names are drawn, in files and in the terminal.
local ng = require "nilgrad"
os.getenv = function(name) return ({ LC_ALL = "C.UTF-8" })[name] end
local path = os.tmpname()

-- Draws into a file, which must be there, and on the terminal, whose lines are counted.
local function draw(options)
  options.columns, options.rows = 40, 5
  options.file = path .. ".svg"
  ng.plot.lines(options)
  assert(os.remove(options.file))
  options.file = nil
  local written, write = {}, io.stdout
  io.stdout = { write = function(_, ...) written[#written + 1] = table.concat { ... } end }
  ng.plot.lines(options)
  io.stdout = write
  local _, lines = table.concat(written):gsub("\n", "")
  print(lines)
end

draw { series = { { y = { 1e308, -1e308 } } } }
--> 7
draw { series = { { y = { 1e-320, 2e-320 } } } }
--> 7
draw { series = { { y = { 1e17, 1e17 + 16 } } } }
--> 7
draw { series = { { y = { 1 / 0, 1, -1 / 0, 0 / 0 } } } }
--> 7
draw { series = { { y = { 5e-324, 1e300 } } }, log = "y" }
--> 7
draw { series = { { x = { 5, 5 }, y = { 7, 7 } } }, log = "xy" }
--> 7
draw { series = { { y = { 1, 2 }, name = ("n"):rep(10000) } }, title = ("t"):rep(3000) }
--> 9
draw { series = { { y = { 1, 2 }, name = "bad \xff\0\27[31m \n'\"`id`" }, { y = { 1, 2 }, name = "日本語" } } }
--> 8
draw { series = { { y = { 1, 2 } } }, width = 100, height = 100 }
--> 7
local many = {}
for i = 1, 60 do many[i] = { y = { i, i + 1 } } end
draw { series = many }
--> 37

-- No control character of a name reaches the terminal.
local words = require "nilgrad.plot.terminal.words"
print(words.spelt("a\27[31m\n\0b", true), words.spelt("10⁻⁴ ≤ ε², 日", false))
--> a�[31m �b	10^-4 <= eps^2, ?
print(words.width("日本語"), words.width("e\u{301}"), words.cut("日本語", 5, "…"))
--> 6	1	日本…
os.remove(path)

-- A letter that no font has would be drawn as a box as large as the picture: a sign that all fonts have stands for it.
local letters = require "nilgrad.plot.gnuplot.letters"
print(letters "ε ≤ 10⁻⁴ “x”, \u{10FFFD}!") --> ε ≤ 10⁻⁴ “x”, �!
