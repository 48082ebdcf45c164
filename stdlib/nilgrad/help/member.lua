-- member(object, name): a method or field of a kind of object as an entry of its own. study:optimize has the options, the cost and the
-- example of ng.study.optimize, a function that says the same with the object as its first argument.
local entries = require "nilgrad.help.entries"

local function first_type(signature) return signature and signature:match "^[%w_.]+%([%w_]+: ([%w_]+)" end

--- The function that does what the method does.
local function twin(object, name)
  for _, entry in ipairs((entries.all())) do
    if entry.name == name and first_type(entry.signature) == object.name then return entry end
  end
end

-- What shows the method in the object's example: the whole, or of a tour (lines that each print on their own, after some locals) these.
local function example_of(object, name)
  local lines, shown = {}, "[.:]" .. name .. "%f[^%w_]"
  for line in object.example:gmatch "[^\n]+" do
    local prints = line:find "^print%(.*%)$"
    if not prints and not line:find "^local " then return object.example end
    if not prints or line:find(shown) then lines[#lines + 1] = line end
  end
  return table.concat(lines, "\n")
end

return function(object, name)
  for _, member in ipairs(object.members) do
    if member.name == name then
      local of = twin(object, name) or {}
      local is_method = member.signature and member.signature:find "^[%w_]+:"
      return {
        path = object.path .. (is_method and ":" or ".") .. name, kind = is_method and "method" or "field", name = name,
        object = object.name, twin = of.path, summary = member.help, signature = member.signature or name, options = of.options or {}, members = {},
        positional = {}, formula = of.formula, cost = of.cost, memory = of.memory, reference = of.reference,
        example = of.example or example_of(object, name), source = of.source or object.source,
      }
    end
  end
end
