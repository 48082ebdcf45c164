-- What help shows: as wide as asked for, found by paths, names, values and variables, searched with the best first.
local ng = require "nilgrad"
local help = require "nilgrad.help"

local function widest(text)
  local most = 0
  for line in text:gmatch "[^\n]+" do
    if line:find "^example" then break end -- programs are not broken
    most = math.max(most, utf8.len(line))
  end
  return most
end
for _, width in ipairs { 60, 80, 120 } do print(widest(help.show("ng.minimize", width)) <= width) end
--> true
--> true
--> true
print(widest(help.show("tensor", 70)) <= 70)                     --> true
print(widest(help.show("ng", 50)) <= 50)                         --> true

local text = help.show "ng.estimator.two_point"
for _, part in ipairs { "ng.estimator.two_point { ", " -> estimator", "formula ", "options", "default", "[directions]", "cost ", "memory ",
  "reference ", "example ", "source      runtime/estimator/two_point.cpp" } do
  if not text:find(part, 1, true) then print("missing", part) end
end

-- By a bare name, of a room, of an object, of both.
print(help.show "two_point" == text)                             --> true
print(help.show "estimator" == help.show(ng.estimator))          --> true
print(help.show "result":match "^%w+\n +[^\n]*")
--> result
-->   what a search found: ng.minimize, ng.maximize, ng.resume and run:result() return it
print(select(2, help.show "random":gsub("r:normal", "")) > 0)    --> true
print(help.show "dense":match "^[^\n]*")                         --> e:dense() -> tensor

-- Of variables: by what they hold, and of their fields.
r = ng.minimize(ng.objective.sphere { dim = 1 }, { budget = 20, seed = 1 })
print(help.show "r.value":match "^[^\n]*")                       --> r.value: number
print(help.show(r) == help.show "result")                        --> true
print(help.show "r" == help.show "result")                       --> true
print(help.show(ng.estimator.two_point()) == text)               --> true

local closed = ng.estimator.two_point()
do local closing <close> = closed end
print(help.show(closed):match "^[^\n]*")                         --> recipe

-- What is none.
print(help.show "no_such_thing")                                 --> nil	table: ...
print(table.concat(select(2, help.show "ng.minim"), " "))        --> ng.minimize
print(help.show(12))                                             --> nil	table: ...
print(help.entry "two_point", help.entry "ng.estimator.nothing") --> nil	nil

-- Search: the name that is the word first, all words must be there.
local function first(words) return help.search(words):match "[%w_.:]+" end
print(first "sparse", first "clone", first "adam")               --> ng.perturbation.sparse	tensor:clone	ng.update.adam
print(first "gaussian process")                                  --> ng.sampler.gp
print(help.search "xyzzy", help.search "")                       --> nil	nil
