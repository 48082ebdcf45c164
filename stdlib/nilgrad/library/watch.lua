-- Libraries, modules named nilgrad_NAME, are watched while they load: an error says which library it is that cannot be loaded, and
-- what it makes or changes of that which all modules share is told of, since whoever uses the library has not asked for it.
local state = require "nilgrad.library.state"
local type, ipairs, pcall, error, loadfile, require = type, ipairs, pcall, error, loadfile, require -- as yet unchanged
local debug, io, package = debug, io, package

local watch = { told = {} }

--- tell(text): where what was noticed goes.
function watch.tell(text) io.stderr:write("nilgrad: ", text, "\n") end

-- A library that loads another one is not to be blamed for what that does.
local function tell_of_changes(name, before)
  for _, change in ipairs(state.changes(before)) do
    if not watch.told[change] then
      watch.told[change] = true
      watch.tell(("library %s %s when it is loaded%s"):format(name, change,
        change:find "^makes the global" and "; it should say local" or ""))
    end
  end
end

-- "script.lua:3: ", where the library is required. An error of `return ng.library { … }` is given this position, since the call is
-- the library's last and has taken its place on the stack.
local function position_outside()
  local level = 3
  local frame = debug.getinfo(level, "Sl")
  while frame and (frame.currentline < 0 or frame.source:find "^=nilgrad") do
    level = level + 1
    frame = debug.getinfo(level, "Sl")
  end
  return frame and ("%s:%d: "):format(frame.short_src, frame.currentline) or ""
end

local function watched(loader)
  return function(module, file)
    local name = (module:match "^nilgrad_([^.]*)" or module):gsub("_", "-")
    require "nilgrad" -- what the library will require, so that the snapshot has it
    local before = state.snapshot()
    local done, result = pcall(loader, module, file)
    tell_of_changes(name, before)
    if done then return result end
    if type(result) == "string" and not module:find(".", 1, true) then
      local outside = position_outside()
      if result:sub(1, #outside) == outside then result = result:sub(#outside + 1) end
      result = ("library %s (%s) cannot be loaded: %s"):format(name, file, result)
    end
    error(result, 0)
  end
end

--- loader(module, file) -> what require is to call, with both, to load the module.
function watch.loader(module, file)
  local loader, problem = loadfile(file)
  if not loader then error(("error loading module '%s' from file '%s':\n\t%s"):format(module, file, problem), 0) end
  return watched(loader)
end

--- search(module) -> loader and file, as a searcher of package.searchers; nothing where there is no such file.
function watch.search(module)
  local file = package.searchpath(module, package.path)
  if file then return watch.loader(module, file), file end
end

return watch
