-- Words and numbers as tables of text, for reports on a terminal.
local text = {}

--- Control characters have no place in a table or on a terminal, and may be meant ill.
function text.plain(words) return (tostring(words):gsub("%c+", " ")) end

function text.length(words) return utf8.len(words) or #words end

--- At most `most` letters, the last of them a dot where something was left out.
function text.cut(words, most)
  if text.length(words) <= most then return words end
  local last = utf8.len(words) and utf8.offset(words, most) or most
  return words:sub(1, last - 1) .. "…"
end

local function padded(words, width, right)
  local space = (" "):rep(width - text.length(words))
  return right and space .. words or words .. space
end

--- A table: `head` a list of names, one that starts with '>' for a column whose cells stand at the right; `rows` lists of texts.
function text.rows(head, rows, widest)
  local names, widths, right = {}, {}, {}
  for c, name in ipairs(head) do
    right[c] = name:sub(1, 1) == ">"
    names[c] = right[c] and name:sub(2) or name
    widths[c] = text.length(names[c])
  end
  for _, row in ipairs(rows) do
    for c in ipairs(head) do
      row[c] = text.cut(text.plain(row[c] == nil and "" or row[c]), widest or 48)
      widths[c] = math.max(widths[c], text.length(row[c]))
    end
  end
  local lines = {}
  for i, row in ipairs { names, table.unpack(rows) } do
    local cells = {}
    for c in ipairs(head) do cells[c] = padded(row[c], widths[c], right[c]) end
    lines[i] = table.concat(cells, "  "):gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

return text
