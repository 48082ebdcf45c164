-- What `?name`, `??word` and help(name) show: written from the descriptors, which stand in the files they describe.
local native = require "nilgrad.native"

local help = {}

-- Modules in Lua describe their things when they are loaded; help must know them before anyone uses them.
local function load_all()
  local names = {}
  for name in pairs(package.preload) do
    if name:find("^nilgrad%.") and name ~= "nilgrad.help" then names[#names + 1] = name end
  end
  table.sort(names) -- what is loaded first is listed first
  for _, name in ipairs(names) do pcall(require, name) end
end

local function entries()
  load_all()
  return native.catalog.entries()
end

local function paragraph(lines, title, text)
  if text then lines[#lines + 1] = ("%-10s %s"):format(title, (text:gsub("\n", "\n" .. (" "):rep(11)))) end
end

local function option_lines(lines, entry)
  if #entry.options == 0 then return end
  lines[#lines + 1] = "options"
  for _, option in ipairs(entry.options) do
    local default = option.required and "required" or "default " .. option.default
    local unit = option.unit and " [" .. option.unit .. "]" or ""
    lines[#lines + 1] = ("  %-12s %s%s; %s. %s"):format(option.name, option.expects, unit, default, option.help)
  end
end

local function member_lines(lines, entry)
  if #entry.members == 0 then return end
  lines[#lines + 1] = "returns"
  for _, member in ipairs(entry.members) do
    lines[#lines + 1] = ("  %-12s %s"):format(member.name, member.help)
  end
end

local function describe(entry)
  local lines = { (entry.signature or entry.path .. (#entry.options > 0 and " { … }" or "()")), "  " .. entry.summary }
  paragraph(lines, "formula", entry.formula)
  option_lines(lines, entry)
  member_lines(lines, entry)
  paragraph(lines, "cost", entry.cost)
  paragraph(lines, "memory", entry.memory)
  paragraph(lines, "source", entry.reference)
  paragraph(lines, "example", entry.example)
  return table.concat(lines, "\n")
end

local function list(kind, all)
  local lines = { kind == "function" and "ng:" or "ng." .. kind .. ":" }
  for _, entry in ipairs(all) do
    if entry.kind == kind then lines[#lines + 1] = ("  %-18s %s"):format(entry.name, entry.summary) end
  end
  return table.concat(lines, "\n")
end

local function overview(all)
  local lines, seen = { list("function", all) }, { ["function"] = true }
  for _, entry in ipairs(all) do
    if not seen[entry.kind] then
      seen[entry.kind] = true
      lines[#lines + 1] = list(entry.kind, all)
    end
  end
  return table.concat(lines, "\n\n")
end

-- The path of a value that was handed to help(): a constructor, a function or a table of ng, or an object made by one.
local function path_of(value, all)
  local ng = require "nilgrad"
  if value == ng then return "ng" end
  if type(value) == "userdata" then
    local ok, kind, name = pcall(function() return value.kind, value.name end)
    return ok and kind and "ng." .. kind .. "." .. name or nil
  end
  for _, entry in ipairs(all) do
    local parent = entry.kind == "function" and ng or rawget(ng, entry.kind)
    if type(parent) == "table" and rawequal(parent[entry.name], value) then return entry.path end
    if rawequal(parent, value) then return "ng." .. entry.kind end
  end
end

--- entry(name or value) -> what its descriptor says, or nil: path, kind, summary, signature, formula, cost, memory, reference, example,
--- options (a list of { name, expects, kind, default, unit, help, required, choices }) and members (a list of { name, help }).
function help.entry(subject)
  local all = entries()
  local path = type(subject) == "string" and subject or path_of(subject, all)
  for _, entry in ipairs(all) do
    if entry.path == path then return entry end
  end
end

--- show(name or value) -> text, or nil and a list of names that are near.
function help.show(subject)
  local all = entries()
  local name = type(subject) == "string" and subject or path_of(subject, all)
  if not name then return nil, {} end
  name = name:gsub("%s+", ""):gsub("^ng%.", "")
  if name == "" or name == "ng" then return overview(all) end
  local found, near, room = {}, {}, false
  for _, entry in ipairs(all) do room = room or entry.kind == name end
  for _, entry in ipairs(all) do
    local path = entry.path:gsub("^ng%.", "")
    if path == name then return describe(entry) .. (room and "\n\n" .. list(name, all) or "") end  -- ng.study is both
  end
  if room then return list(name, all) end
  for _, entry in ipairs(all) do
    local path = entry.path:gsub("^ng%.", "")
    if entry.name == name then found[#found + 1] = entry end
    if path:find(name, 1, true) then near[#near + 1] = entry.path end
  end
  if #found > 0 then
    local texts = {}
    for i, entry in ipairs(found) do texts[i] = describe(entry) end
    return table.concat(texts, "\n\n")
  end
  return nil, near
end

--- search(word) -> lines of the things whose name, summary or options speak of it, or nil.
function help.search(word)
  local lines = {}
  word = word:lower()
  for _, entry in ipairs(entries()) do
    local text = { entry.path, entry.summary, entry.reference or "", entry.formula or "" }
    for _, option in ipairs(entry.options) do text[#text + 1] = option.name .. " " .. option.help end
    if table.concat(text, " "):lower():find(word, 1, true) then
      lines[#lines + 1] = ("  %-32s %s"):format(entry.path, entry.summary)
    end
  end
  return #lines > 0 and table.concat(lines, "\n") or nil
end

return help
