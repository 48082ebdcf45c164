-- A library's name: portfolio is the library of the rock nilgrad-portfolio, whose module is nilgrad_portfolio.
local text = require "nilgrad.text"

local name = {}

local longest = 50 -- letters; luarocks makes folders of it

function name.rock(library) return "nilgrad-" .. library end
function name.module(library) return "nilgrad_" .. library:gsub("-", "_") end

--- problem(name) -> what is wrong with it and what to do, or nil.
function name.problem(library)
  local shown = text.cut(text.plain(library), longest + 10)
  if library == "" then return "a library's name must not be empty" end
  if library:find "[/\\]" or library == "." or library == ".." then
    return ("a library has a name, not a path, got '%s'; go to the folder it is to be made in and give the name alone"):format(shown)
  end
  if #library > longest then return ("a library's name has at most %d letters, got '%s'"):format(longest, shown) end
  local rest = library:lower():match "^nilgrad[-_](.*)$"
  if rest then return ("leave out what all libraries' names begin with: '%s', not '%s'"):format(rest, shown) end
  if not library:find "^%l[%l%d-]*$" or library:find "%-%-" or library:find "%-$" then
    local better = library:lower():gsub("[_%s.]+", "-"):gsub("[^%l%d-]", ""):gsub("^[%d-]+", ""):gsub("%-+", "-"):gsub("%-$", "")
    return ("a library's name is lower-case letters, digits and single hyphens, begun by a letter, got '%s'%s"):format(shown,
      better ~= "" and ("; '%s' would do"):format(better) or "")
  end
end

return name
