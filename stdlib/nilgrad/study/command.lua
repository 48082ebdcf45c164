-- `nilgrad study …`: run { command = "show", storage = "svm.db", name = …, … } does it and returns nothing; what goes wrong is raised.
-- The program parses the words (interpreter/commands/study.cpp).
local core = require "nilgrad.native.study"
local plot = require "nilgrad.plot.study"
local study = require "nilgrad.study"
local write_file = require "nilgrad.write_file"

local commands = {}

local function print_line(words) io.stdout:write(words, "\n") end
local function load_study(options) return study.load(options.storage, options.name) end

function commands.list(options) print_line(require "nilgrad.study.show".list(options.storage)) end
function commands.show(options) print_line(require "nilgrad.study.show".show(load_study(options))) end
function commands.best(options) print_line(require "nilgrad.study.show".best(load_study(options), options.format)) end
function commands.trials(options) print_line(require "nilgrad.study.show".trials(load_study(options), options)) end

function commands.plot(options)
  local loaded = load_study(options)
  local file = options.out or loaded.name:gsub("[^%w_.-]", "_") .. ".png"
  local params
  for name in (options.params or ""):gmatch "[^,]+" do
    params = params or {}
    params[#params + 1] = name
  end
  if options.out == "-" then file = nil end   -- in the terminal
  plot(loaded, file, { kind = options.kind, params = params, objective = options.objective })
  if file then print_line(file) end
end

function commands.report(options)
  local loaded = load_study(options)
  local file = options.out or loaded.name:gsub("[^%w_.-]", "_") .. ".html"
  require "nilgrad.study.report"(loaded, file)
  print_line(file)
end

-- One object for programs that read no lines: what the first line says, and the others as its trials.
local function as_json(lines)
  local list = {}
  for line in lines:gmatch "[^\n]+" do list[#list + 1] = line end
  return ('{"study": %s,\n"trials": [\n%s\n]}\n'):format(list[1], table.concat(list, ",\n", 2))
end

function commands.export(options)
  local format = options.format or "jsonl"
  local words = core.export(options.storage, load_study(options).name, format == "json" and "jsonl" or format)
  if format == "json" then words = as_json(words) end
  if not options.out then
    io.stdout:write(words)
    return
  end
  write_file(options.out, function(partial)
    local stream = assert(io.open(partial, "wb"))
    local written, failure = stream:write(words)
    local closed, late = stream:close()
    if not (written and closed) then error(("cannot write %s: %s"):format(options.out, failure or late), 0) end
  end)
end

function commands.import(options)
  local name, finished, waiting = core.import(options.storage, options.file, options.as, options.name)
  print_line(("%s: %d finished trials%s into the study '%s'"):format(options.file, finished,
    waiting > 0 and (" and %d waiting ones"):format(waiting) or "", name))
end

function commands.watch(options) require "nilgrad.study.watch"(options) end

-- Nothing but "yes" deletes, and a pipe has nobody to ask.
local function agreed(loaded)
  io.stderr:write(("delete the study '%s' of %s with its %d trials? "):format(loaded.name, loaded.storage, loaded.counts.total))
  local answer = io.stdin:read "l"
  return answer and answer:lower():match "^%s*(.-)%s*$" == "yes"
end

function commands.delete(options)
  local loaded = load_study(options)
  if loaded.counts.running > 0 and not options.yes then
    io.stderr:write(("nilgrad: %d trials of it are running\n"):format(loaded.counts.running))
  end
  if not options.yes and not agreed(loaded) then error("nothing was deleted: answer yes, or say --yes", 0) end
  core.remove(options.storage, loaded.name)
end

return function(options)
  local done, message = pcall(commands[options.command], options)
  -- The user typed words, not a script: where in our modules it was noticed is of no use to him.
  if not done then error(type(message) == "string" and message:gsub("^nilgrad[%w_.]*:%d+: ", "") or message, 0) end
end
