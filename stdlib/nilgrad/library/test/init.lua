-- `nilgrad test`: run { paths = { … }, tap =, seconds = } tests the library whose folder this is, or only the scripts that are named,
-- and returns the exit code.
local contract = require "nilgrad.library.test.contract"
local expectations = require "nilgrad.expectations"
local new_report = require "nilgrad.library.test.report"
local interpreter = require "nilgrad.library.test.interpreter"
local rockspec = require "nilgrad.library.rockspec"
local scripts = require "nilgrad.expectations.scripts"

local usage_error = 2
local own_tests = "tests"

-- In a library's folder scripts are run with the library as it lies there.
local function interpreter_of(path)
  return interpreter({}, path and rockspec.read(path) and ("require 'nilgrad.library.sources'(%q)"):format(path) or nil)
end

local function check_scripts(report, files, settings)
  for _, file in ipairs(files) do
    local line, problem = expectations.problem(file, settings)
    report:check(file, line and ("%s:%d: %s"):format(file, line, problem))
  end
end

local function usage(problem)
  io.stderr:write("nilgrad test: ", problem, "; go to a library's folder, or name scripts: nilgrad test FILE|FOLDER…\n")
  return usage_error
end

-- The library's scripts; a library without any is not finished.
local function own_scripts(report)
  local found, files = pcall(scripts, { own_tests })
  report:check("it has tests of its own", not found and files .. "; scripts there say what is particular to this library" or nil)
  return found and files or {}
end

return function(words)
  local path, problem = rockspec.find()
  local named = #words.paths > 0
  if not path and not named then return usage(problem) end
  local found, files = true, {}
  if named then found, files = pcall(scripts, words.paths) end
  if not found then return usage(files) end
  local report = new_report(words.tap)
  if not named then
    contract(report, path, words.seconds)
    files = own_scripts(report)
  end
  check_scripts(report, files, { program = interpreter_of(path), seconds = words.seconds })
  return report:done()
end
