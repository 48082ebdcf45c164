-- Lines of annotations: of a table of options, a function, an object.
local entries = require "nilgrad.help.entries"
local member_entry = require "nilgrad.help.member"
local names = require "nilgrad.manual.types.names"
local signature = require "nilgrad.manual.types.signature"

local annotate = {}

local function one_line(text) return (text:gsub("%s*\n%s*", " ")) end

local function text(lines, words)
  for line in (words .. "\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = "---" .. line end
end

-- A method has the options of the function of ng that does the same.
local function options_class(entry) return "nilgrad.options" .. (entry.twin or entry.path):gsub("^ng", "") end

--- The class of an entry's options, if it has any.
function annotate.options(lines, entry)
  if #entry.options == 0 then return end
  lines[#lines + 1] = ("---@class (exact) %s"):format(options_class(entry))
  for _, option in ipairs(entry.options) do
    local default = option.required and "required" or "default " .. one_line(option.default)
    lines[#lines + 1] = ("---@field %s%s %s # %s; %s%s"):format(option.name, option.required and "" or "?", names.of_option(option), default,
      one_line(option.help), option.unit and " [" .. option.unit .. "]" or "")
  end
  lines[#lines + 1] = ""
end

local function needs_options(entry)
  for _, option in ipairs(entry.options) do
    if option.required then return true end
  end
  return false
end

-- The parameters of a call with the types that LuaCATS has: the table called options is that of the entry.
local function parameters_of(call, entry)
  local list = {}
  if call.options then
    local type_ = #entry.options > 0 and options_class(entry) or "table"
    return { { name = "options", type = type_, optional = #entry.options > 0 and not needs_options(entry) } }
  end
  for i, parameter in ipairs(call.parameters) do
    local is_options = parameter.name == "options" and #entry.options > 0 and parameter.type == "table"
    list[i] = { name = parameter.name, optional = parameter.optional, type = is_options and options_class(entry) or names.of_text(parameter.type) }
  end
  return list
end

local function returns_of(call)
  local list = {}
  for i, one in ipairs(call.returns and signature.split(call.returns, ",") or {}) do list[i] = names.of_text(one:match "^%s*(.-)%s*$") end
  return list
end

local function as_fun(parameters, returns)
  local list = {}
  for i, one in ipairs(parameters) do list[i] = one.name .. (one.optional and "?" or "") .. ": " .. one.type end
  return ("fun(%s)%s"):format(table.concat(list, ", "), #returns > 0 and ": " .. table.concat(returns, ", ") or "")
end

-- Every way to call an entry, positional options included.
local function ways_of(entry)
  local ways = {}
  for i, call in ipairs(signature.calls(entry.signature and entries.signature(entry) or entries.signature(entry):gsub("%(%)", " { }"))) do
    ways[i] = { parameters_of(call, entry), returns_of(call) }
  end
  if #entry.positional > 0 and (not entry.signature or ways[1][1][1].name == "options") then
    local list = {}
    for i, name in ipairs(entry.positional) do
      for _, option in ipairs(entry.options) do
        if option.name == name then list[i] = { name = name, type = names.of_option(option), optional = not option.required } end
      end
    end
    ways[#ways + 1] = { list, ways[1][2] }
  end
  return ways
end

--- The overloads of a table that is called.
function annotate.calls(lines, entry)
  for _, way in ipairs(ways_of(entry)) do lines[#lines + 1] = "---@overload " .. as_fun(way[1], way[2]) end
end

--- A function `head`, such as "ng.minimize" or "tensor:sum".
function annotate.callable(lines, head, entry)
  local ways = ways_of(entry)
  text(lines, entry.summary)
  if entry.kind ~= "method" then
    if entry.formula then text(lines, "\n```\n" .. entry.formula .. "\n```") end
    text(lines, "\n```lua\n" .. entry.example .. "\n```")
  end
  for i = 2, #ways do lines[#lines + 1] = "---@overload " .. as_fun(ways[i][1], ways[i][2]) end
  local words = {}
  for i, one in ipairs(ways[1][1]) do
    words[i] = one.name
    lines[#lines + 1] = ("---@param %s%s %s"):format(one.name, one.optional and "?" or "", one.type)
  end
  for _, one in ipairs(ways[1][2]) do lines[#lines + 1] = "---@return " .. one end
  lines[#lines + 1] = ("function %s(%s) end\n"):format(head, table.concat(words, ", "))
end

-- What an object can beside its fields and methods: indices, calls, operators. Read from the names that its description gives them.
local function others(lines, object, member)
  local own = "nilgrad." .. object.name
  if member.name:find "%[i%]$" then
    lines[#lines + 1] = "---@field [integer] any # " .. one_line(member.help)
  elseif member.name:find "%[name%]$" or member.name:find "%[option%]$" then
    lines[#lines + 1] = "---@field [string] any # " .. one_line(member.help)
  elseif member.name:find "^%w+%(x%)$" then
    lines[#lines + 1] = "---@overload fun(x: number[]|nilgrad.tensor): number"
  elseif member.name:find "^#" then
    lines[#lines + 1] = "---@operator len: integer"
  elseif member.name == "+ - * / ^" then
    for _, name in ipairs { "add", "sub", "mul", "div", "pow" } do lines[#lines + 1] = ("---@operator %s(number|%s): %s"):format(name, own, own) end
    lines[#lines + 1] = ("---@operator unm: %s"):format(own)
  end
end

--- A class of objects.
function annotate.object(lines, object)
  text(lines, object.summary)
  lines[#lines + 1] = ("---@class nilgrad.%s"):format(object.name)
  local methods = {}
  for _, member in ipairs(object.members) do
    local type_ = member.signature and member.signature:match "^[%w_]+%.[%w_]+: (.*)$"
    if type_ then
      local needed = type_:match "^([^|]*)%?$"
      lines[#lines + 1] = ("---@field %s%s %s # %s"):format(member.name, needed and "?" or "", names.of_text(needed or type_), one_line(member.help))
    elseif member.signature and member.signature:find "^[%w_]+:" then
      methods[#methods + 1] = member
    else
      others(lines, object, member)
    end
  end
  lines[#lines + 1] = ("local %s = {}\n"):format(object.name)
  for _, member in ipairs(methods) do annotate.callable(lines, object.name .. ":" .. member.name, member_entry(object, member.name)) end
end

return annotate
