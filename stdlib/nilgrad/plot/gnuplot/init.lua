-- gnuplot (Debian's gnuplot-nox) draws the pictures: it is given a script and the file to write.
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

--- A text as gnuplot reads it: in single quotes nothing is expanded.
function gnuplot.quote(text) return "'" .. tostring(text):gsub("'", "''"):gsub("%c", " ") .. "'" end

--- Numbers as rows of a named block of data: rows is a list of lists. What is not finite leaves a gap.
function gnuplot.block(name, rows)
  local lines = { "$" .. name .. " << END" }
  for _, row in ipairs(rows) do
    local cells = {}
    for i, number in ipairs(row) do
      local finite = number == number and math.abs(number) < math.huge
      cells[i] = finite and ("%.9g"):format(number) or "NaN"
    end
    lines[#lines + 1] = table.concat(cells, " ")
  end
  lines[#lines + 1] = "END"
  return table.concat(lines, "\n")
end

local function shell_quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local removed_at_end = { __close = function(self) os.remove(self.path) end }

local function run(script)
  local temporary <close> = setmetatable({ path = os.tmpname() }, removed_at_end)
  local file = assert(io.open(temporary.path, "w"))
  file:write(script)
  file:close()
  local pipe = assert(io.popen("gnuplot " .. shell_quoted(temporary.path) .. " 2>&1"))
  local output = pipe:read "a"
  local done, how, code = pipe:close()
  if how == "exit" and code == 127 then
    raise "plots are drawn by gnuplot, which is not there; on Debian: apt-get install gnuplot-nox"
  end
  if not done then raise("gnuplot failed (%s %d): %s", how, code, output:gsub("^%s+", ""):gsub("%s+$", "")) end
end

--- Draws `script` (a list of lines) into `file`, width × height pixels (a hundred an inch in a PDF), text of `size` points.
function gnuplot.draw(file, width, height, size, script)
  local terminal = terminals[(file:match "%.(%a+)$" or ""):lower()]
  if not terminal then raise("the picture's name must end in .png, .svg or .pdf, got '%s'", file) end
  write_file(file, function(partial)
    run(("set terminal %s\nset output %s\n%s\n"):format(terminal(width, height, size), gnuplot.quote(partial),
      table.concat(script, "\n")))
  end)
end

return gnuplot
