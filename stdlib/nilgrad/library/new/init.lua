-- `nilgrad new NAME`: run { name = … } makes the folder nilgrad-NAME with a library to begin from. Made beside its place and then
-- renamed, so that there is all of it or nothing.
local folder = require "nilgrad.native.folder"
local names = require "nilgrad.library.name"
local files_of = require "nilgrad.library.new.files"

local usage_error = 2

local function write(path, text)
  local stream, reason = io.open(path, "wb")
  if not stream then error("cannot write " .. reason, 0) end
  local written, failure = stream:write(text)
  local closed, late = stream:close()
  if not (written and closed) then error(("cannot write %s: %s"):format(path, failure or late), 0) end
end

local removed_at_end = { __close = function(self) folder.remove(self.path) end }

local function make(path, files)
  if folder.kind(path) then error(path .. " is there already; choose another name, or remove it first", 0) end
  local partial = path .. ".partial"
  folder.make(partial)
  local _ <close> = setmetatable({ path = partial }, removed_at_end)
  for name, text in pairs(files) do
    local within = name:match "^(.*)/"
    if within and not folder.kind(partial .. "/" .. within) then folder.make(partial .. "/" .. within) end
    write(partial .. "/" .. name, text)
  end
  local done, failure = os.rename(partial, path)
  if not done then error(("cannot make %s: %s"):format(path, failure), 0) end
end

return function(words)
  local problem = names.problem(words.name)
  if not problem and require "nilgrad"[words.name] ~= nil then
    problem = ("'%s' is a name of nilgrad's own (ng.%s); choose another one"):format(words.name, words.name)
  end
  if problem then
    io.stderr:write("nilgrad new: ", problem, "\n")
    return usage_error
  end
  local path = names.rock(words.name)
  make(path, files_of(words.name))
  print(("made %s; next: cd %s && nilgrad test"):format(path, path))
end
