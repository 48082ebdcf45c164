-- ng.library: what it takes, what it returns, and which versions it goes with.
local ng = require "nilgrad"

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/library%.lua:%d+: ", "")))
end
local function objective(name, dim, lower, upper)
  return ng.objective.define { name = name, dim = dim, lower = lower, upper = upper, f = function(x) return x[1] ^ 2 end }
end
local bowl, bend = objective("bowl", 2, -1, 1), objective("bend", 3, { 0, -5, 0 }, { 1, 1, 7.5 })

local shapes = ng.library { name = "shapes", version = "1.2", summary = "round things", nilgrad = ">= 0.1, < 1",
  objectives = { bowl = bowl, bend = bend, free = objective("free", 1) }, optima = { bowl = { value = 0, x = { 0, 0 } } } }
print(shapes) --> library shapes 1.2: 3 objectives; round things
              -->   bend             dimension 3, from -5…0 to 1…7.5
              -->   bowl             dimension 2, from -1 to 1; least value 0
              -->   free             dimension 1, without bounds
print(shapes.bowl == bowl, ng.minimize(shapes.bowl, { budget = 10 }).evaluations) --> true	10
for name, each in pairs(shapes) do print(name, each) end
--> bend	objective bend of dimension 3
--> bowl	objective bowl of dimension 2
--> free	objective free of dimension 1

-- it stays as it is, whatever is done with the table that it was made from
refused(function() shapes.bowl = bend end) --> library shapes is not to be changed: 'bowl' cannot be set
refused(function() shapes.more = bend end) --> library shapes is not to be changed: 'more' cannot be set
refused(function() return shapes.bawl end) --> library shapes has no objective 'bawl'; it has bend, bowl, free
refused(function() return shapes[1] end)   --> library shapes has no objective '1'; it has bend, bowl, free
print(getmetatable(shapes), #shapes)       --> false	0
local given = { bowl = bowl }
local kept = ng.library { name = "kept", objectives = given }
given.bend = bend
refused(function() return kept.bend end)   --> library kept has no objective 'bend'; it has bowl

-- what is wrong is named
local library = ng.library
refused(library)                                   --> option 'name' of ng.library is missing: a string
refused(library, { objectives = {} })              --> option 'name' of ng.library is missing: a string
refused(library, { name = "a", objektives = {} })  --> unknown option 'objektives' of ng.library; did you mean 'objectives'?
refused(library, { name = "a" })                   --> option 'objectives' of ng.library is missing: ...
refused(library, { name = "a", objectives = 1 })   --> option 'objectives' of ng.library must be a table { name = objective }, got number
refused(library, { name = "a", objectives = {} })  --> library a has no objectives; give objectives = { name = objective }
refused(library, { name = "a", objectives = { bowl } }) --> library a: an objective's name is letters, digits and _, so that it can stand after a point; got '1'
refused(library, { name = "a", objectives = { ["b c"] = bowl } }) --> library a: an objective's name is letters, digits and _, so that it can stand after a point; got 'b c'
refused(library, { name = "a", objectives = { b = print } })
--> library a: 'b' must be an objective, got function; a function becomes one by ng.objective.define { f = …, dim = …, name = …, lower = …, upper = … }
refused(library, { name = "a", objectives = { b = ng.tensor { 1 } } }) --> library a: 'b' must be an objective, got userdata
for _, name in ipairs { "", "Big", "a_b", "../a", "1a", "é", "-a", "nilgrad-a" } do refused(library, { name = name, objectives = given }) end
--> option 'name' of ng.library: a library's name must not be empty
--> option 'name' of ng.library: a library's name is lower-case letters, digits and single hyphens, begun by a letter, got 'Big'; 'big' would do
--> ... got 'a_b'; 'a-b' would do
--> option 'name' of ng.library: a library has a name, not a path, got '../a'; go to the folder it is to be made in and give the name alone
--> ... got '1a'; 'a' would do
--> ... got 'é'
--> ... got '-a'; 'a' would do
--> option 'name' of ng.library: leave out what all libraries' names begin with: 'a', not 'nilgrad-a'
refused(library, { name = "a", objectives = given, optima = { c = { value = 1 } } }) --> library a: option 'optima' speaks of 'c', which is none of its objectives
refused(library, { name = "a", objectives = given, optima = { bowl = 1 } })          --> library a: the optimum of 'bowl' must be { value = number, x = { … }, tolerance = number }
refused(library, { name = "a", objectives = given, optima = { bowl = { value = 1, tolerance = "some" } } }) --> library a: the optimum of 'bowl' must be { value = number, x = { … }, tolerance = number }
refused(library, { name = "a", objectives = given, optima = { bowl = { value = 1, x = { 1 } } } })    --> library a: the optimum of 'bowl' is at a point of 1 numbers, but its dimension is 2
refused(library, { name = "a", objectives = given, optima = { bowl = { value = 1, y = 2 } } }) --> library a: the optimum of 'bowl' has value, x and tolerance, not 'y'

-- versions: as LuaRocks compares them
refused(library, { name = "a", objectives = given, version = "new" })    --> option 'version' of ng.library must be numbers with points between, such as '0.1.0', got 'new'
refused(library, { name = "a", objectives = given, nilgrad = ">= 99" })  --> library a needs nilgrad >= 99, and this is nilgrad ...
refused(library, { name = "a", objectives = given, nilgrad = "recent" }) --> option 'nilgrad' of ng.library must be as '>= 0.1' or '>= 0.1, < 0.3', got 'recent'
refused(library, { name = "a", objectives = given, nilgrad = "" })       --> option 'nilgrad' of ng.library must be as '>= 0.1' or '>= 0.1, < 0.3', got ''
local version = require "nilgrad.library.version"
local function satisfied(...) print(table.concat({ ... }, " "), version.satisfies(...)) end
satisfied("0.1.0", ">= 0.1")         --> 0.1.0 >= 0.1	true
satisfied("0.1.0-3", "== 0.1.0")     --> 0.1.0-3 == 0.1.0	true
satisfied("0.10.0", "< 0.9")         --> 0.10.0 < 0.9	false
satisfied("0.1.0", ">= 0.1, < 0.1")  --> 0.1.0 >= 0.1, < 0.1	false
satisfied("0.1.0", "0.1")            --> 0.1.0 0.1	true
satisfied("1.2.9", "~> 1.2")         --> 1.2.9 ~> 1.2	true
satisfied("1.3.0", "~> 1.2")         --> 1.3.0 ~> 1.2	false
satisfied("1.3.0", "~= 1.3,> 1")     --> 1.3.0 ~= 1.3,> 1	false
satisfied("1.3.0", ">= 99999999999999999999") --> 1.3.0 >= 99999999999999999999	false
satisfied("1.3.0", "<= 1.3.0")       --> 1.3.0 <= 1.3.0	true
satisfied("1.3.0", "> 1 < 2")        --> 1.3.0 > 1 < 2	nil	> 1 < 2
satisfied("1.3.0", "> 1,, < 2")      --> 1.3.0 > 1,, < 2	nil
