-- Every public name has help that says what it is: all that is reachable from ng, and every method and field of a living object of each
-- kind. A name without is printed, so that this script's output is what it states only where there is none.
local ng = require "nilgrad"
local help = require "nilgrad.help"
local entries = require "nilgrad.help.entries"

local function complain(...) print("no help on", ...) end

-- The names that a table, a room that loads on demand or an object has.
local function names_of(value)
  local names = {}
  local function add(name)
    if type(name) == "string" and not name:find "^__" then names[name] = true end
  end
  local function add_keys(table_) for name in next, table_ do add(name) end end
  if type(value) == "table" then add_keys(value) end
  local metatable = debug.getmetatable(value)
  if type(metatable) ~= "table" then return names end
  for _, name in ipairs(rawget(metatable, "__fields") or {}) do add(name) end
  local index = rawget(metatable, "__index")
  if type(index) == "table" then add_keys(index) end
  for i = 1, type(index) == "function" and debug.getinfo(index, "S").what == "C" and 9 or 0 do
    local _, kept = debug.getupvalue(index, i)
    if type(kept) == "table" then add_keys(kept) end
  end
  return names
end

local function is_text(text) return type(text) == "string" and text:find "%S" ~= nil end

local function check(path, entry)
  if not entry then return complain(path) end
  if not is_text(entry.summary) then complain(path, "no summary") end
  if not is_text(entry.example) then complain(path, "no example") end
  if not is_text(entry.source) or not io.open(entry.source) then complain(path, "no source") end
  if entry.kind ~= "object" and entry.kind ~= "room" and not entry.signature and #entry.options == 0
    and not entry.example:find(path, 1, true) then complain(path, "no signature") end
  for _, option in ipairs(entry.options) do
    if not (is_text(option.expects) and is_text(option.help) and (option.required or is_text(option.default))) then complain(path, option.name) end
  end
  for _, member in ipairs(entry.members) do
    if not is_text(member.help) then complain(path, member.name) end
  end
  if not is_text(help.show(entry.path)) then complain(path, "nothing is shown") end
end

local count, seen = 0, {}

local function walk(path, value)
  count = count + 1
  check(path, help.entry(path))
  if type(value) == "function" and not help.entry(value) then complain(path, "by its value") end
  if type(value) ~= "table" or seen[value] then return end
  seen[value] = true
  for name in pairs(names_of(value)) do walk(path .. "." .. name, value[name]) end
end

for name in pairs(names_of(ng)) do walk("ng." .. name, ng[name]) end
print(count > 180)                             --> true

-- A method's example runs as it stands.
local function check_example(object, entry)
  if entry.source:find "http" or object.name == "remote_classifier" or object.name == "classifier" then return end -- may lack what they need
  local output, write = {}, io.write
  local environment = setmetatable({ ng = ng, print = function(...) output[#output + 1] = select("#", ...) end }, { __index = _G })
  local done, message = pcall(assert(load(entry.example, "=example", "t", environment)))
  if not done or io.write ~= write then complain(entry.path, message) end
end

-- One living object of each kind.
local function sees(images) return images:reshape { #images, 2 } end
local data = { { image = { 0.4, 0.6 }, label = 1 }, { image = { 0.7, 0.1 }, label = 0 } }
local attack = { model = sees, data = data, method = ng.attack.nes(), eps = 0.5, budget = 20, progress = false }
local study = ng.study { seed = 1 }
local language_model = ng.model.load "scripts/models/mini-opt"
local task = ng.task.classification { template = "{text} It was", labels = { " bad", " good" },
  train = { { text = "I like it.", label = 1 } }, test = { { text = "I like it.", label = 1 } } }
local run = ng.start { dim = 2, budget = 10, seed = 1 }
local living = {
  tensor = ng.tensor { 1, 2 }, random = ng.random(1), objective = ng.objective.sphere { dim = 2 }, run = run, result = run:result(),
  estimate = ng.estimate(ng.objective.sphere { dim = 2 }, { 1, 2 }, {}), recipe = ng.estimator.dap(), parameter = ng.space.bool(),
  space = ng.space { x = ng.space.float(0, 1) }, tokenizer = ng.tokenizer.load "scripts/models/mini-opt",
  dataset = ng.data.tensors { images = ng.tensor.zeros({ 2, 1, 2, 2 }, "float32"), labels = { 0, 1 } },
  remote_classifier = ng.model.http { url = "https://classifier.example/", input_shape = { 1, 2, 2 }, classes = 2 },
  language_model = language_model, task = task, task_report = task:evaluate(language_model, "test"), study = study,
  diagnosis = ng.diagnose(ng.objective.sphere { dim = 2 }, { 1, 2 }, {}), attack_method = ng.attack.square(),
  defended_model = ng.defence.detector { model = sees, k = 1, threshold = 0.1 }, attack_report = ng.attack.run(attack),
  attack_comparison = ng.attack.compare { methods = { ng.attack.spsa(), ng.attack.nes() }, model = sees, data = data, eps = 0.5, budget = 20, progress = false },
  attack_audit = ng.attack.audit(sees, data, { methods = { ng.attack.nes() }, eps = { linf = 0.5 }, budget = 20, progress = false }),
}
living.tensors = ng.minimize(ng.objective.language { model = language_model, task = task, batch = 1 }, { steps = 1, progress = false,
  optimizer = ng.optimizer.zeroth_order {} }).last
study:optimize(function(trial) living.trial = trial return trial:float("x", 0, 1) end, { trials = 1, progress = false })
living.finished_trial = study.best
attack.method = ng.attack.method { name = "looking", summary = "looks at its victim", example = "return 1",
  attack = function(victim) living.victim = victim victim:query(victim.image) end }()
ng.attack.run(attack)
living.library = ng.library { name = "one", objectives = { one = ng.objective.define { name = "one", dim = 1, f = function(x) return x[1] end } } }
local kinds_elsewhere = { review_snippets = "needs ./bootstrap data" }
local has_plug_in, classifier = pcall(ng.model.load, "scripts/models/fashion_cnn.onnx")
if has_plug_in then living.classifier = classifier else kinds_elsewhere.classifier = "needs ONNX Runtime" end

local members = 0
for _, object in ipairs((entries.all())) do
  local value = object.kind == "object" and living[object.name]
  if object.kind == "object" then
    if not value and not kinds_elsewhere[object.name] then complain(object.name, "no living one") end
    check(object.path, object)
    local described = {}
    for _, member in ipairs(object.members) do described[member.name] = true end
    local own_names = object.name == "library" and { one = true } or {} -- which its maker gave it
    for name in pairs(value and names_of(value) or {}) do
      members = members + 1
      if own_names[name] then members = members - 1 elseif not described[name] then complain(object.name .. "." .. name) else check(object.name .. "." .. name, help.entry(object.name .. "." .. name)) end
    end
    local run = {} -- by text: most methods share one
    for _, member in ipairs(object.members) do
      local entry = member.signature and member.signature:find "^[%w_]+:" and help.entry(object.name .. ":" .. member.name)
      if entry and not run[entry.example] then check_example(object, entry) end
      if entry then run[entry.example] = entry.name end
      if entry and not entry.example:find("[.:]" .. entry.name .. "%f[^%w_]") then complain(entry.path, "in its example") end
    end
    -- What is described is there: reading it is no error, and a method can be called.
    for _, member in ipairs(value and object.members or {}) do
      local separator = member.signature and member.signature:match "^[%w_]+([.:])[%w_]+"
      local there, found = true, nil
      if separator then there, found = pcall(function() return value[member.name] end) end
      if not there or separator == ":" and type(found) ~= "function" and not (object.name == "defended_model") then
        print(object.name, member.name, "is described but is not there", found)
      end
    end
  end
end
print(members > 250)                           --> true

-- Values of ours lead to their help.
for name, value in pairs(living) do
  if name ~= "victim" and name ~= "tensors" and not help.entry(value) then complain("a living", name) end
end
print(help.entry(ng.tensor { 1 }.sum).path)    --> tensor:sum
print(help.entry(study.optimize).path)         --> ng.study.optimize
print(help.entry(ng.estimator.dap()).path)     --> ng.estimator.dap
print(help.entry(ng.attack.square()).path)     --> ng.attack.square
print(help.entry "no.such.name")               --> nil
