-- The manual in HTML: everything that the descriptors say, a page a room, with a search that needs no network. `nilgrad doc --out DIR`.
local article = require "nilgrad.manual.article"
local escaped = require "nilgrad.manual.escaped"
local folder = require "nilgrad.manual.folder"
local index = require "nilgrad.manual.index"
local output = require "nilgrad.manual.output"
local page = require "nilgrad.manual.page"
local places = require "nilgrad.manual.places"
local search = require "nilgrad.manual.search"
local style = require "nilgrad.manual.style"
local write = require "nilgrad.manual.write"

local manual = {}

-- Where a source file lies, seen from the manual: behind a given address, or up from a folder below this one, where the file is.
local function sources(out, prefix)
  local relative = not out:find "^/" and not out:find "%.%." and out:gsub("/+$", ""):gsub("^%./", "")
  local up = relative and ("../"):rep(select(2, relative:gsub("[^/]+", "")))
  return function(path)
    if prefix then return prefix:gsub("/*$", "/") .. path end
    local file = up and io.open(path)
    return file and file:close() and up .. path or nil
  end
end

local function content_of(current, context)
  local parts = { "<h1>" .. escaped(current.title) .. "</h1>" }
  if current.room then parts[2] = article.body(current.room, context) end
  for _, entry in ipairs(current.list) do parts[#parts + 1] = article.of(entry, context) end
  return table.concat(parts, "\n")
end

--- manual.write(out, source) writes the folder `out`; `source` is an address before the paths of source files.
function manual.write(out, source)
  local pages, addresses = places.all()
  local function link(path) return addresses[path] end
  local found = search(index.of_search(link)) -- before examples describe things of their own
  local context = { link = link, source = sources(out, source), output = output }
  folder(out, "search.js", function(beside)
    for _, current in ipairs(pages) do
      write(("%s/%s.html"):format(beside, current.name),
        page { title = current.title .. " – nilgrad", current = current, pages = pages, content = content_of(current, context) })
    end
    write(beside .. "/index.html", page { title = "nilgrad", pages = pages, content = index.content(pages, link) })
    write(beside .. "/search.js", found)
    write(beside .. "/style.css", style)
  end)
end

return manual
