-- What is needed to attack again as a report did: a list of { name, value }, and the call.
local native = require "nilgrad.native"
local words = require "nilgrad.attack.report.words"

local settings = {}

local function literal(value) return type(value) == "string" and '"' .. value .. '"' or tostring(value) end

-- Options that say what was done, in the order in which they are read.
local shown = { "norm", "budget", "count", "seed", "scores", "access", "top_k", "target", "stop", "batch" }

--- ng.attack.run { … } with the options given; model and data stand for the user's own.
function settings.call(report)
  local options, eps = report.options, {}
  for i, level in ipairs(report.levels) do
    local short = words.eps(level.eps)
    eps[i] = (short == "any" or tonumber(short) == level.eps) and short or ("%.17g"):format(level.eps)
  end
  local parts = { "model = model", "data = data", "method = " .. report.method .. (report.method:find "}$" and "" or "()") }
  if report.norm ~= "none" then parts[4] = "eps = " .. (#eps == 1 and eps[1] or "{ " .. table.concat(eps, ", ") .. " }") end
  for _, name in ipairs(shown) do
    local value = options[name]
    if value ~= nil and type(value) ~= "table" and type(value) ~= "userdata" and type(value) ~= "function" then
      parts[#parts + 1] = name .. " = " .. literal(value)
    elseif value ~= nil then
      parts[#parts + 1] = name .. " = …"
    end
  end
  if type(options.indices) == "number" then
    parts[#parts + 1] = ("indices = %d"):format(options.indices)
  elseif options.indices then
    parts[#parts + 1] = "indices = { … }"
  end
  return "ng.attack.run { " .. table.concat(parts, ", ") .. " }"
end

local function command()
  if type(arg) ~= "table" or not arg[0] then return nil end
  local parts = { "nilgrad", arg[0] }
  for _, one in ipairs(arg) do parts[#parts + 1] = one:find "[^%w%-_./=:,]" and "'" .. one:gsub("'", "'\\''") .. "'" or one end
  return table.concat(parts, " ")
end

-- Where a model was loaded from.
local function file_of(model)
  local ok, path = pcall(function() return type(model) ~= "function" and model.path or nil end)
  return ok and type(path) == "string" and path or nil
end

--- Rows of a table of facts.
function settings.facts(report)
  local facts = {}
  local function add(name, value) if value ~= nil then facts[#facts + 1] = { name, value } end end
  add("script", command())
  add("call", settings.call(report))
  add("model", report.model)
  add("model's file", file_of(report.options.model))
  add("the model shows", report.access and report.access:gsub("_", "-") or nil)
  add("norm", words.norms[report.norm])
  add("images", ("%d attacked, %d skipped"):format(#report.images, #report.skipped))
  add("budget", report.budget .. " queries an image")
  add("seed", report.seed)
  add("forwards", report.forwards and words.grouped(report.forwards) .. ", verification and the first look included")
  add("time", ("%.1f s"):format(report.seconds))
  local info = native.info()
  add("versions", ("nilgrad %s, Lua %s"):format(info.nilgrad, info.lua))
  add("machine", ("instruction set %s, %d threads"):format(info.instruction_set, info.threads))
  return facts
end

return settings
