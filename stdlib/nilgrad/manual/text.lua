-- Texts of the descriptors as HTML, with links to what they name.
local escaped = require "nilgrad.manual.escaped"
local formula = require "nilgrad.manual.formula"
local is_table = require "nilgrad.help.layout".is_table

local text = {}

local function anchor(address, words) return ('<a href="%s">%s</a>'):format(address, words) end

-- ng.estimator.dap, without the full stop that may follow.
local function linked_path(path, link)
  local address = link(path)
  if address then return anchor(address, path) end
  local shorter = path:match "^(ng%..+)%.[^.]*$"
  if not shorter then return path end
  return linked_path(shorter, link) .. path:sub(#shorter + 1)
end

--- Prose: paths of public things become links, also those behind a question mark, as the prompt has them.
function text.prose(words, link)
  return (escaped(words):gsub("%?([%w_]+)", function(name) return link(name) and anchor(link(name), name) end)
    :gsub("%??(ng%.[%w_.]*[%w_])", function(path) return linked_path(path, link) end))
end

--- A signature: kinds of objects in it become links, and the room of what it returns.
function text.signature(words, link)
  local linked = escaped(words):gsub("([:|,;] *)([%a_][%w_]*)", function(before, name)
    local address = link(name)
    return address and before .. anchor(address, name) or nil
  end)
  return (linked:gsub("(&gt; )([%a_][%w_]*)$", function(arrow, name)
    return link("ng." .. name) and arrow .. anchor(link("ng." .. name), name)
  end))
end

local mathematical = { constraint = true, estimator = true, optimizer = true, perturbation = true, schedule = true, update = true,
  objective = true, attack = true, model = true, defence = true, sampler = true, pruner = true }

--- A formula, which may be prose, columns of text or mathematics; parts between which two spaces stand get lines of their own.
function text.formula(entry, link)
  local words = entry.formula
  if is_table(words) then return "<pre>" .. text.prose(words, link) .. "</pre>" end
  if not mathematical[entry.kind] or words:find '{"' then return "<p>" .. text.prose(words:gsub("\n", " "), link) .. "</p>" end
  local lines = {}
  for line in words:gsub("\n", " "):gsub(";  ", ";\n"):gsub("%.  (%u)", ".\n%1"):gmatch "[^\n]+" do
    local html = formula(line):gsub("ng%.[%w_<>/]*[%w_]", function(path) return not path:find "[<>]" and linked_path(path, link) or nil end)
    lines[#lines + 1] = '<p class="formula">' .. html .. "</p>"
  end
  return table.concat(lines, "\n")
end

return text
