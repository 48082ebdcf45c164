-- What `?name`, `??word` and help(name) show: written from the descriptors, which stand in the files they describe.
local entries = require "nilgrad.help.entries"
local layout = require "nilgrad.help.layout"
local page = require "nilgrad.help.page"
local ranked = require "nilgrad.help.search"
local subject = require "nilgrad.help.subject"

local terminal = require "nilgrad.native.terminal"

local help = {}

local most_found = 30

-- Of the terminal, where there is one; lines of more than 120 letters are hard to read.
local function width_of(given) return math.max(40, math.min(given or select(2, terminal.room()) or 100, 120)) end

local function of_kind(kind)
  local list = {}
  for _, entry in ipairs((entries.all())) do
    if entry.kind == kind then list[#list + 1] = entry end
  end
  return list
end

-- What ng.NAME is, what is in it and, asked for as NAME alone, the kind of object of that name: random, tensor, study.
local function room(path, width)
  local name = path:gsub("^ng%.", "")
  local _, known = entries.all()
  local parts, own, inside = {}, known["ng." .. name], of_kind(name)
  if own then parts[1] = page.of(own, width) end
  if #inside > 0 then parts[#parts + 1] = page.list("ng." .. name .. ":", inside, width) end
  if name == path and known[name] then parts[#parts + 1] = page.of(known[name], width) end
  return #parts > 0 and table.concat(parts, "\n\n") or nil
end

local function overview(width)
  local parts = { page.list("ng:", table.move(of_kind "constant", 1, 9, #of_kind "function" + 1, of_kind "function"), width) }
  local seen = { ["function"] = true, constant = true, room = true, object = true }
  for _, entry in ipairs((entries.all())) do
    if not seen[entry.kind] then
      seen[entry.kind] = true
      parts[#parts + 1] = page.list("ng." .. entry.kind .. ":", of_kind(entry.kind), width)
    end
  end
  parts[#parts + 1] = page.list("objects (?tensor, ?result, …):", of_kind "object", width)
  return table.concat(parts, "\n\n")
end

local function near(path)
  local names, short = {}, path:gsub("^ng[.:]", "")
  for _, entry in ipairs((entries.all())) do
    if entry.path:find(short, 1, true) then names[#names + 1] = entry.path end
  end
  return names
end

--- entry(name or value) -> what its descriptor says, or nil: path, kind, summary, signature, formula, cost, memory, reference, example,
--- source, options (a list of { name, type, expects, kind, default, unit, help, required, many, choices }) and members (a list of
--- { name, signature, help }), those of the object that it returns where it has none of its own. Of t.sum the entry of tensor:sum.
function help.entry(what)
  local entry
  if type(what) == "string" then entry = subject.named(what)[1] else entry = subject.of_value(what) end
  if entry and type(what) == "string" and entry.path ~= what and entry.path ~= "ng." .. what and not what:find "[.:]" then return nil end
  if entry and #entry.members == 0 then
    local returned = entries.returned(entry)[1]
    if returned then
      local copy = {}
      for field, value in pairs(entry) do copy[field] = value end
      copy.members, entry = returned.members, copy
    end
  end
  return entry
end

--- show(name or value, width) -> text, or nil and a list of names that are near.
function help.show(what, width)
  width = width_of(width)
  if rawequal(what, require "nilgrad") then return overview(width) end
  local found
  if type(what) == "string" then
    what = what:gsub("%s+", "")
    if what == "" or what == "ng" then return overview(width) end
    local whole = room(what, width)
    if whole then return whole end
    found = subject.named(what)
    if #found == 0 then return nil, near(what) end
  else
    found = { subject.of_value(what) }
    if #found == 0 then return nil, {} end
    if found[1].path:find "^ng%.[%w_]+$" then return room(found[1].path, width) end
  end
  local texts = {}
  for i, entry in ipairs(found) do texts[i] = page.of(entry, width) end
  return table.concat(texts, "\n\n")
end

--- search(words) -> lines of the things that speak of them, best first, or nil.
function help.search(words, width)
  local found, lines = ranked(words), {}
  for i = 1, math.min(#found, most_found) do layout.beside(lines, "  " .. found[i].path, found[i].summary, 32, width_of(width)) end
  if #found > most_found then lines[#lines + 1] = ("  … and %d more"):format(#found - most_found) end
  return #lines > 0 and table.concat(lines, "\n") or nil
end

return help
