-- nilgrad run.lua [--with PROGRAM] [--seconds N] FILE|FOLDER…: runs scripts, those of a folder and below it, and compares what they
-- do with what their comments say (stdlib/nilgrad/expectations/comments.lua says how). They are run with this same interpreter, or
-- with another one that lies on the PATH (--with lua5.4). What is not as expected is told on the error stream; then the exit code is 1.
local expectations = require "nilgrad.expectations"
local scripts = require "nilgrad.expectations.scripts"

local function interpreter()
  local first = 0
  while arg[first - 1] do first = first - 1 end
  return arg[first]
end

local settings, paths = { program = { interpreter() }, seconds = 110 }, {}
local i = 1
while arg[i] do
  if arg[i] == "--with" then
    i = i + 1
    settings.program = { (assert(arg[i], "--with needs a program")) }
  elseif arg[i] == "--seconds" then
    i = i + 1
    settings.seconds = assert(tonumber(arg[i]), "--seconds needs a number")
  else
    paths[#paths + 1] = arg[i]
  end
  i = i + 1
end
if #paths == 0 then
  io.stderr:write "usage: nilgrad run.lua [--with PROGRAM] [--seconds N] FILE|FOLDER…\n"
  os.exit(2)
end

local files, failed = scripts(paths), 0
for _, file in ipairs(files) do
  local line, problem = expectations.problem(file, settings)
  if line then
    failed = failed + 1
    io.stderr:write(("%s:%d: %s\n"):format(file, line, problem))
  end
end
if failed > 0 then
  if #files > 1 then io.stderr:write(("%d of %d scripts are not as expected\n"):format(failed, #files)) end
  os.exit(1)
end
print(#files == 1 and files[1] .. ": as expected" or ("%d scripts: as expected"):format(#files))
