-- ng.library: what a shared library returns. It is a table of objectives that nobody changes and that says what it holds.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local names = require "nilgrad.library.name"
local version = require "nilgrad.library.version"
local known = require "nilgrad.library.known"

local check = native.catalog.describe {
  kind = "function", name = "library",
  summary = "a library of objectives, as a shared module returns it",
  signature = "ng.library { name = …, objectives = { … }, … } -> library",
  formula = [[
library.sharpe is the objective, pairs(library) gives them all by name, print(library) lists them.
`nilgrad new NAME` begins a library, `nilgrad test` tests it, `luarocks make` installs it; docs/libraries.md tells the whole.]],
  options = {
    { name = "name", type = "string", required = true,
      help = "lower-case letters, digits and hyphens: the library of the rock nilgrad-NAME, whose module is nilgrad_NAME" },
    { name = "objectives", type = "any", required = true, help = "{ name = objective }: each made by ng.objective.…" },
    { name = "optima", type = "any",
      help = "{ name = { value =, x =, tolerance = } }: the least value of an objective, where it is known, and a point that has it; "
        .. "`nilgrad test` holds them against the objective (within tolerance, 1e-9 of the value unless stated)" },
    { name = "version", type = "string", help = "of the library, such as '0.1.0'" },
    { name = "summary", type = "string", help = "what it is about, in a line" },
    { name = "nilgrad", type = "string", help = "the versions of nilgrad that it works with, such as '>= 0.1'; another one is refused" },
  },
  example = [[
local sphere = ng.objective.define { name = "bowl", dim = 2, lower = -1, upper = 1, f = function(x) return x[1] ^ 2 + x[2] ^ 2 end }
local shapes = ng.library { name = "shapes", objectives = { bowl = sphere }, optima = { bowl = { value = 0, x = { 0, 0 } } } }
return ng.minimize(shapes.bowl, { budget = 200, seed = 1 })]],
}

native.catalog.describe {
  kind = "object", name = "library",
  summary = "objectives that are shared, as a module of LuaRocks returns them; prints as a list",
  members = { { "library[name]", "or library.name: the objective of that name; pairs(library) gives them all" } },
  example = [[
local bowl = ng.objective.define { name = "bowl", dim = 1, f = function(x) return x[1] ^ 2 end }
local shapes = ng.library { name = "shapes-in-help", objectives = { bowl = bowl } }
return shapes, shapes.bowl { 3 }]],
}

local function is_objective(value)
  local metatable = type(value) == "userdata" and debug.getmetatable(value)
  return metatable and metatable.__name == "nilgrad.objective"
end

local function check_versions(options)
  if options.version and not version.valid(options.version) then
    raise("option 'version' of ng.library must be numbers with points between, such as '0.1.0', got '%s'", options.version)
  end
  if not options.nilgrad then return end
  local satisfied, part = version.satisfies(native.version, options.nilgrad)
  if satisfied == nil then
    raise("option 'nilgrad' of ng.library must be as '>= 0.1' or '>= 0.1, < 0.3', got '%s'", part)
  end
  if not satisfied then
    raise("library %s needs nilgrad %s, and this is nilgrad %s", options.name, options.nilgrad, native.version)
  end
end

local function checked_objectives(name, objectives)
  if type(objectives) ~= "table" then
    raise("option 'objectives' of ng.library must be a table { name = objective }, got %s", type(objectives))
  end
  local copy, names = {}, {}
  for key, objective in pairs(objectives) do
    if type(key) ~= "string" or not key:find "^[%a_][%w_]*$" then
      raise("library %s: an objective's name is letters, digits and _, so that it can stand after a point; got '%s'", name, tostring(key))
    end
    if not is_objective(objective) then
      raise("library %s: '%s' must be an objective, got %s%s", name, key, type(objective), type(objective) == "function"
        and "; a function becomes one by ng.objective.define { f = …, dim = …, name = …, lower = …, upper = … }" or "")
    end
    copy[key], names[#names + 1] = objective, key
  end
  if #names == 0 then raise("library %s has no objectives; give objectives = { name = objective }", name) end
  table.sort(names)
  return copy, names
end

local function check_optima(name, optima, objectives)
  for key, optimum in pairs(optima or {}) do
    if not objectives[key] then raise("library %s: option 'optima' speaks of '%s', which is none of its objectives", name, tostring(key)) end
    if type(optimum) ~= "table" or type(optimum.value) ~= "number" or optimum.tolerance and type(optimum.tolerance) ~= "number" then
      raise("library %s: the optimum of '%s' must be { value = number, x = { … }, tolerance = number }", name, key)
    end
    for field in pairs(optimum) do
      if field ~= "value" and field ~= "x" and field ~= "tolerance" then
        raise("library %s: the optimum of '%s' has value, x and tolerance, not '%s'", name, key, tostring(field))
      end
    end
    local dim = optimum.x and objectives[key].dim
    if dim and #optimum.x ~= dim then
      raise("library %s: the optimum of '%s' is at a point of %d numbers, but its dimension is %d", name, key, #optimum.x, dim)
    end
  end
end

local function bound_text(bound)
  if bound == nil or type(bound) == "number" then return bound and ("%g"):format(bound) end
  local least, most = bound:min(), bound:max()
  return least == most and ("%g"):format(least) or ("%g…%g"):format(least, most)
end

local function text_of(about)
  local lines = { ("library %s%s: %d objective%s%s"):format(about.name, about.version and " " .. about.version or "", #about.names,
    #about.names == 1 and "" or "s", about.summary and "; " .. about.summary or "") }
  for _, name in ipairs(about.names) do
    local objective, optimum = about.objectives[name], about.optima[name]
    local lower, upper = bound_text(objective.lower), bound_text(objective.upper)
    lines[#lines + 1] = ("  %-16s dimension %d, %s%s"):format(name, objective.dim,
      lower and upper and ("from %s to %s"):format(lower, upper) or "without bounds",
      optimum and ("; least value %.10g"):format(optimum.value) or "")
  end
  return table.concat(lines, "\n")
end

-- The library itself is empty, so that whatever is set reaches __newindex.
local function metatable_of(about)
  return {
    __name = "nilgrad.library", __metatable = false, __fields = about.names,
    __index = function(_, key)
      return about.objectives[key]
        or raise("library %s has no objective '%s'; it has %s", about.name, tostring(key), table.concat(about.names, ", "))
    end,
    __newindex = function(_, key) raise("library %s is not to be changed: '%s' cannot be set", about.name, tostring(key)) end,
    __pairs = function()
      local i = 0
      return function()
        i = i + 1
        return about.names[i], about.objectives[about.names[i]]
      end
    end,
    __tostring = function() return text_of(about) end,
  }
end

return function(options)
  check(options)
  local name = options.name
  local problem = names.problem(name)
  if problem then raise("option 'name' of ng.library: %s", problem) end
  check_versions(options)
  local objectives, sorted = checked_objectives(name, options.objectives)
  check_optima(name, options.optima, objectives)
  local about = { name = name, version = options.version, summary = options.summary, names = sorted, objectives = objectives,
    optima = options.optima or {} }
  local library = setmetatable({}, metatable_of(about))
  known[library] = about
  return library
end
