-- gnuplot (Debian's gnuplot-nox) draws the pictures: it is given a script and the file to write.
local clean = require "nilgrad.plot.figure.clean"
local command = require "nilgrad.native.command"
local letters = require "nilgrad.plot.gnuplot.letters"
local raise = require "nilgrad.raise"
local write_file = require "nilgrad.write_file"

local gnuplot = {}

local points_an_inch, pixels_an_inch = 72, 100
local font = "DejaVu Sans,Helvetica"
local terminals = {
  png = function(width, height, size) return ("pngcairo enhanced font '%s,%g' size %d,%d"):format(font, size, width, height) end,
  svg = function(width, height, size) return ("svg enhanced font '%s,%g' size %d,%d"):format(font, size * 4 / 3, width, height) end,
  pdf = function(width, height, size)
    return ("pdfcairo enhanced font '%s,%g' size %gin,%gin"):format(font, size * points_an_inch / pixels_an_inch,
      width / pixels_an_inch, height / pixels_an_inch)
  end,
}

--- A text as gnuplot reads it: nothing in it is expanded, quoted or ends it.
function gnuplot.quote(text)
  return '"' .. tostring(text):gsub("[%c\"'`\\]", function(letter) return ("\\%03o"):format(letter:byte()) end) .. '"'
end

--- A text to be shown, in one line: what has no place in a picture is left out.
function gnuplot.text(text) return gnuplot.quote((clean(text):gsub("%s", " "))) end

--- Numbers as rows of a named block of data: rows is a list of lists. What is not finite leaves a gap.
function gnuplot.block(name, rows)
  local lines = { "$" .. name .. " << END" }
  for _, row in ipairs(rows) do
    local cells = {}
    for i, number in ipairs(row) do
      local finite = number == number and math.abs(number) < math.huge
      cells[i] = finite and ("%.12g"):format(number) or "NaN"
    end
    lines[#lines + 1] = table.concat(cells, " ")
  end
  lines[#lines + 1] = "END"
  return table.concat(lines, "\n")
end

local removed_at_end = { __close = function(self) os.remove(self.path) end }

-- -d: nobody's own settings. Not by io.popen: a Ctrl-C at the terminal would reach gnuplot too, which then may never end.
local function run(script)
  local temporary <close> = setmetatable({ path = os.tmpname() }, removed_at_end)
  local file = assert(io.open(temporary.path, "w"))
  assert(file:write(script))
  assert(file:close())
  local started, result = pcall(command.run, { words = { "gnuplot", "-d", temporary.path } })
  if not started and tostring(result):find("not found", 1, true) then
    raise "plots are drawn by gnuplot, which is not there; on Debian: apt-get install gnuplot-nox (without a file they are drawn in the terminal)"
  elseif not started then
    error(result, 0)
  end
  local output = result.errors .. result.output
  if result.ended ~= "exited with code 0" then raise("gnuplot %s: %s", result.ended, output:gsub("^%s+", ""):gsub("%s+$", "")) end
  return output
end

local function is_empty(path)
  local file <close> = io.open(path, "rb")
  return not file or file:read(1) == nil
end

-- A reader of SVG brings its own fonts.
local function settings(terminal, path, script)
  local lines = table.concat(script, "\n")
  if not terminal:find "^svg" then lines = letters(lines) end
  return ("set terminal %s\nset encoding utf8\nset output %s\n%s\n"):format(terminal, gnuplot.quote(path), lines)
end

--- Refuses a file whose name does not tell its format.
function gnuplot.check(file)
  if type(file) ~= "string" then raise("the picture's name must be a text that ends in .png, .svg or .pdf, got %s", tostring(file)) end
  if not terminals[(file:match "%.(%a+)$" or ""):lower()] then raise("the picture's name must end in .png, .svg or .pdf, got '%s'", file) end
end

--- Draws `script` (a list of lines) into `file`, width × height pixels (a hundred an inch in a PDF), text of `size` points.
function gnuplot.draw(file, width, height, size, script)
  gnuplot.check(file)
  local terminal = terminals[file:match "%.(%a+)$":lower()](width, height, size)
  write_file(file, function(partial)
    local output = run(settings(terminal, partial, script))
    if is_empty(partial) then raise("gnuplot wrote nothing into %s: %s", file, output) end
  end)
end

--- What gnuplot writes with a terminal of that description.
function gnuplot.output(terminal, script)
  local temporary <close> = setmetatable({ path = os.tmpname() }, removed_at_end)
  run(settings(terminal, temporary.path, script))
  local file <close> = assert(io.open(temporary.path, "rb"))
  return file:read "a"
end

return gnuplot
