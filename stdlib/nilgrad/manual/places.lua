-- Which page of the manual tells of what: a page a room, one of the functions of ng itself, one of the kinds of objects.
local entries = require "nilgrad.help.entries"

local places = {}

-- What stands in ng itself, and rooms that are modules of a function's name (ng.attack.method.…), go with the page of that name.
local function page_of(entry)
  if entry.kind == "object" then return "objects" end
  if entry.kind == "room" then return entry.name end
  if entry.kind == "function" or entry.kind == "constant" then return "functions" end
  return entry.kind:match "^[^.]+"
end

--- all() -> pages in order, each { name, title, room = its own entry or nil, list = entries }, and addresses by path ("ng.tensor.zeros",
--- "tensor", "tensor:sum").
function places.all()
  local list = entries.all()
  local pages, by_name, addresses = {}, {}, {}
  local function page(name)
    if not by_name[name] then
      by_name[name] = { name = name, title = "ng." .. name, list = {} }
      pages[#pages + 1] = by_name[name]
    end
    return by_name[name]
  end
  page("functions").title, page("objects").title = "ng", "objects"
  for _, entry in ipairs(list) do
    local at = page(page_of(entry))
    local address = at.name .. ".html"
    if entry.kind == "room" then
      at.room = entry
    else
      at.list[#at.list + 1] = entry
      address = address .. "#" .. entry.path
    end
    addresses[entry.path] = address
    for _, member in ipairs(entry.kind == "object" and entry.members or {}) do
      local separator = member.signature and member.signature:match "^[%w_]+([.:])"
      if separator then addresses[entry.path .. separator .. member.name] = ("objects.html#%s%s%s"):format(entry.path, separator, member.name) end
    end
  end
  for name in pairs(by_name) do addresses["ng." .. name] = addresses["ng." .. name] or name .. ".html" end
  addresses["ng.functions"], addresses["ng.objects"], addresses.ng = nil, nil, "functions.html"
  for _, one in ipairs(pages) do table.sort(one.list, function(a, b) return a.path < b.path end) end
  table.sort(pages, function(a, b)
    local first = { functions = 1, objects = 2 }
    local x, y = first[a.name] or 3, first[b.name] or 3
    if x ~= y then return x < y end
    return a.name < b.name
  end)
  return pages, addresses
end

return places
