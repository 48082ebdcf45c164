-- The objective of a study with a command: runs it with the trial's parameters in its words, and reads the value from what it leaves.
local core = require "nilgrad.native.study"
local json = require "nilgrad.json"
local raise = require "nilgrad.raise"

local function text_of(value)
  if math.type(value) == "float" then return ("%.17g"):format(value) end
  if type(value) == "table" then return table.concat(value, ",") end
  return tostring(value)
end

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- "{lr}" → the parameter's value. A parameter that does not apply in this trial is an empty text.
local function filled(words, trial, known, quote)
  return (words:gsub("{([%w_.%-]+)}", function(name)
    if name == "number" then return tostring(trial.number) end
    if not known[name] then raise("the command has {%s}, and the space has no parameter of this name", name) end
    local value = trial.params[name]
    return quote(value == nil and "" or text_of(value))
  end))
end

local function same(text) return text end

local function words_of(command, trial, known)
  if type(command) == "string" then return { "sh", "-c", filled(command, trial, known, quoted) } end
  local words = {}
  for i, word in ipairs(command) do words[i] = filled(word, trial, known, same) end
  return words
end

local function from_last_line(last)
  local number = tonumber(last:match "^%s*(.-)%s*$") or tonumber(last:match "([^%s=:]+)%s*$")
  return number or error(last == "" and "the command wrote no line" or ("the command's last line has no number at its end: '%s'"):format(last:sub(1, 200)), 0)
end

local function from_json(result, trial, known)
  local path = filled(result.json, trial, known, same)
  local file = io.open(path, "rb") or error(("the command left no file %s"):format(path), 0)
  local read, content = pcall(json.decode, file:read "a")
  file:close()
  if not read then error(("%s: %s"):format(path, content), 0) end
  local value = type(content) == "table" and content[result.field or "value"]
  return type(value) == "number" and value or error(("%s has no number '%s'"):format(path, result.field or "value"), 0)
end

local function check(options)
  local result = options.result
  if not options.space then raise "a study with a command needs its space declared: space = ng.space { … }" end
  if not (result == "last_line" or result == "exit_code" or type(result) == "table" and type(result.json) == "string") then
    raise("option 'result' of ng.study must be 'last_line', 'exit_code' or { json = 'file', field = 'name' }, got %s", tostring(result))
  end
end

return function(options)
  check(options)
  local known = core.names(options.space)
  if options.logs then os.execute("mkdir -p " .. quoted(options.logs)) end
  return function(trial)
    local function on_line(line)
      local step, value = line:match(options.report)
      step, value = math.tointeger(tonumber(step)), tonumber(value)
      if not (step and value) then return false end
      trial:report(step, value)
      return trial:should_prune()
    end
    local last, ended, cut = core.run_command({
      words = words_of(options.command, trial, known), timeout = options.timeout,
      log = options.logs and ("%s/%d.log"):format(options.logs, trial.number),
    }, options.report and on_line or nil)
    if cut == "stopped" then trial:prune() end
    if cut then error(("the command timed out after %g s"):format(options.timeout), 0) end
    local code = math.tointeger(tonumber(ended:match "^exited with code (%d+)$"))
    if options.result == "exit_code" then return code or error("the command " .. ended, 0) end
    if code ~= 0 then error(("the command %s%s"):format(ended, last ~= "" and "; its last line: " .. last:sub(1, 200) or ""), 0) end
    if options.result == "last_line" then return from_last_line(last) end
    return from_json(options.result, trial, known)
  end
end
