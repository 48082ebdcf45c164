-- rows(source, name, shape): the records of an option's value, as a list of { record, place }, place being "file:line".
-- The source is a list of tables, or a file, whose content says what it is: JSON or JSON lines ({ or [ at the beginning), a table
-- with tabs between its columns and their names in the first line, or, where shape.lines names a field, lines of a label, a tab or
-- blank, and the field. shape.columns are the names that a table's first line must have; shape.whole(document, add) takes a file
-- that is one JSON text apart.
local json = require "nilgrad.json"
local raise = require "nilgrad.raise"
local lines_of = require "nilgrad.task.read.lines"
local read_file = require "nilgrad.task.read.file"

local function decoded(text, place)
  local done, value = pcall(json.decode, text)
  if not done then raise("%s: no JSON: %s", place, (value:gsub("^.-json: ", ""))) end
  return value
end

local function must_be_record(record, place)
  if type(record) ~= "table" or record[1] ~= nil then raise("%s: must be a JSON object with named fields", place) end
end

local function json_lines(text, path, add)
  for number, line in lines_of(text) do
    local place = ("%s:%d"):format(path, number)
    local record = decoded(line, place)
    must_be_record(record, place)
    add(record, place)
  end
end

local function one_json(text, path, add, shape)
  local document = decoded(text, path)
  if shape.whole then return shape.whole(document, function(record, where) add(record, path .. ": " .. where) end, path) end
  if #document == 0 then raise("%s: must be a list of objects, or have one on each line", path) end
  for i, record in ipairs(document) do
    local place = ("%s: [%d]"):format(path, i)
    must_be_record(record, place)
    add(record, place)
  end
end

local function cells_of(line)
  local cells = {}
  for cell in (line .. "\t"):gmatch "([^\t]*)\t" do cells[#cells + 1] = cell end
  return cells
end

-- The columns that are wanted but not in the first line; a column may have several names.
local function missing_columns(header, shape)
  local known, missing = {}, {}
  for _, name in ipairs(header) do known[name] = true end
  for _, names in ipairs(shape.columns) do
    local found = false
    for _, name in ipairs(names) do found = found or known[name] end
    if not found then missing[#missing + 1] = "'" .. names[1] .. "'" end
  end
  return missing
end

local function table_lines(text, path, add)
  local header
  for number, line in lines_of(text) do
    local cells = cells_of(line)
    if header then
      if #cells ~= #header then raise("%s:%d: has %d columns, the first line has %d", path, number, #cells, #header) end
      local record = {}
      for i, name in ipairs(header) do record[name] = cells[i] end
      add(record, ("%s:%d"):format(path, number))
    else
      header = cells
    end
  end
end

local function label_lines(text, path, add, field)
  for number, line in lines_of(text) do
    local place = ("%s:%d"):format(path, number)
    local label, rest = line:match "^(%S+)[\t ](.*)$"
    if not label then raise("%s: must be a label, a tab or blank, and the %s", place, field) end
    add({ label = label, [field] = rest }, place)
  end
end

-- Whether the file is one JSON text rather than one a line. A broken one is taken for what its task's files usually are.
local function is_one_json(text, shape)
  local first, rest = text:match "^%s*([^\n]*)\n?(.*)$"
  if pcall(json.decode, first) and rest:find "%S" then return false end
  return shape.whole ~= nil or text:find "^%s*%[" ~= nil or not pcall(json.decode, first) and pcall(json.decode, text)
end

local function read(path, add, shape)
  local text = read_file(path)
  if text:find "^%s*[%[{]" then
    return (is_one_json(text, shape) and one_json or json_lines)(text, path, add, shape)
  end
  local first = text:match "^[^\r\n]*"
  local missing = missing_columns(cells_of(first), shape)
  if #missing == 0 then return table_lines(text, path, add) end
  if shape.lines and (not first:find "\t" or shape.is_label(first:match "^[^\t ]*")) then return label_lines(text, path, add, shape.lines) end
  raise("%s: neither JSON nor a table: its first line lacks the columns %s", path, table.concat(missing, ", "))
end

return function(source, name, shape)
  local rows = {}
  local function add(record, place) rows[#rows + 1] = { record = record, place = place } end
  if type(source) == "string" then
    read(source, add, shape)
    if #rows == 0 then raise("%s: no examples", source) end
    return rows
  end
  for i = 1, #source do
    local record, place = source[i], ("%s[%d]"):format(name, i)
    if type(record) ~= "table" then raise("%s must be a table with named fields, got %s", place, tostring(record)) end
    add(record, place)
  end
  return rows
end
