-- Text in columns of a width: what is too long goes on below, under its own beginning.
local layout = {}

local function length(text) return utf8.len(text) or #text end

--- wrapped(text, width) -> lines of at most so many letters, broken between words; a word that is longer stands alone.
function layout.wrapped(text, width)
  local lines = {}
  for paragraph in (text .. "\n"):gmatch "([^\n]*)\n" do
    local indent = paragraph:match "^ *"
    local line = indent
    for word in paragraph:gmatch "%S+" do
      local empty = #line == #indent
      if not empty and length(line) + 1 + length(word) > width then
        lines[#lines + 1], line, empty = line, indent, true
      end
      line = line .. (empty and "" or " ") .. word
    end
    lines[#lines + 1] = line
  end
  return lines
end

--- Appends `title` and, beside it, the text; `column` is where the text begins. A title that is too long stands on a line of its own.
function layout.beside(lines, title, text, column, width)
  local body = layout.wrapped(text, math.max(20, width - column))
  local fits = length(title) < column
  if not fits then lines[#lines + 1] = title end
  for i, line in ipairs(body) do
    local head = i == 1 and fits and title or ""
    lines[#lines + 1] = (head .. (" "):rep(column - length(head)) .. line):gsub("%s+$", "")
  end
end

--- Whether lines are in columns, which breaking them would destroy.
function layout.is_table(text) return text:find "%S   +%S" ~= nil or text:find "^%s" ~= nil or text:find "\n  " ~= nil end

--- The same without breaking lines: programs and tables.
function layout.verbatim(lines, title, text, column)
  for line in (text .. "\n"):gmatch "([^\n]*)\n" do
    lines[#lines + 1] = (title .. (" "):rep(column - length(title)) .. line):gsub("%s+$", "")
    title = ""
  end
end

return layout
