-- What help on one entry says, as lines of a width.
local entries = require "nilgrad.help.entries"
local layout = require "nilgrad.help.layout"

local page, column, most_members = {}, 12, 24

local function paragraph(lines, title, text, width)
  if text then layout.beside(lines, title, text, column, width) end
end

-- Columns that fit most names; longer ones stand on a line of their own.
local function column_of(names)
  local widest = 0
  for _, name in ipairs(names) do
    local size = utf8.len(name) or #name
    if size <= 18 then widest = math.max(widest, size) end
  end
  return 2 + widest + 2
end

local function names_of(list)
  local names = {}
  for i, one in ipairs(list) do names[i] = one.name end
  return names
end

local function one_line(text) return (text:gsub("%s*\n%s*", " ")) end

local function option_lines(lines, entry, width)
  if #entry.options == 0 then return end
  lines[#lines + 1] = "options"
  local at = column_of(names_of(entry.options))
  for _, option in ipairs(entry.options) do
    local default = option.required and "required" or "default " .. option.default
    local unit = option.unit and " [" .. option.unit .. "]" or ""
    layout.beside(lines, "  " .. option.name, one_line(("%s%s; %s"):format(option.expects, unit, default)), at, width)
    layout.beside(lines, "", one_line(option.help), at, width)
  end
end

--- Members that have a signature show it above their help.
function page.members(lines, members, width)
  local at = column_of(names_of(members))
  for _, member in ipairs(members) do
    if member.signature then
      for i, line in ipairs(layout.wrapped(member.signature, width - 6)) do lines[#lines + 1] = (i == 1 and "  " or "      ") .. line end
      layout.beside(lines, "", member.help, 6, width)
    else
      layout.beside(lines, "  " .. member.name, member.help, at, width)
    end
  end
end

local function returned_lines(lines, entry, width)
  for _, object in ipairs(entries.returned(entry)) do
    local names = {}
    for i, member in ipairs(object.members) do
      names[i] = (member.signature and member.signature:match "^[%w_]+([.:])" or "") .. member.name
    end
    layout.beside(lines, "returns", ("%s: %s"):format(object.name, object.summary), column, width)
    if #names > 0 and #names <= most_members then layout.beside(lines, "", table.concat(names, " "), column, width) end
    layout.beside(lines, "", "?" .. object.name .. " tells of it", column, width)
  end
end

local function signature_lines(lines, entry, width)
  local signature = entries.signature(entry)
  if entry.kind == "object" or entry.kind == "room" then signature = entry.path end
  for one in signature:gsub("; ", "\n"):gmatch "[^\n]+" do
    for i, line in ipairs(layout.wrapped(one, width - 4)) do lines[#lines + 1] = (i == 1 and "" or "    ") .. line end
  end
end

--- of(entry, width) -> text
function page.of(entry, width)
  local lines = {}
  signature_lines(lines, entry, width)
  for _, line in ipairs(layout.wrapped(entry.summary, width - 2)) do lines[#lines + 1] = "  " .. line end
  if entry.formula then
    local add = layout.is_table(entry.formula) and layout.verbatim or layout.beside
    add(lines, "formula", entry.formula, column, width)
  end
  option_lines(lines, entry, width)
  if #entry.members > 0 then
    lines[#lines + 1] = entry.kind == "object" and "has" or "fields"
    page.members(lines, entry.members, width)
  end
  returned_lines(lines, entry, width)
  paragraph(lines, "cost", entry.cost, width)
  paragraph(lines, "memory", entry.memory, width)
  paragraph(lines, "reference", entry.reference, width)
  if entry.example then layout.verbatim(lines, "example", entry.example, column) end
  paragraph(lines, "source", entry.source, width)
  return table.concat(lines, "\n")
end

--- A list of entries, a line or two each.
function page.list(title, list, width)
  local lines = { title }
  local at = column_of(names_of(list))
  for _, entry in ipairs(list) do layout.beside(lines, "  " .. entry.name, entry.summary, at, width) end
  return table.concat(lines, "\n")
end

return page
