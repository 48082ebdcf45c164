-- 7. Attack a classifier that answers questions and shows nothing else.
local ng = require "nilgrad"

-- The model may be a file (ng.model.load "net.onnx"), a web service (ng.model.http) or a function from images to scores, as here: it
-- says 1 where the upper half of an image is brighter than the lower one.
local function model(images)
  local scores = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    scores[i][2] = images[i][1]:window({ 1, 1 }, { 4, 8 }):sum() - images[i][1]:window({ 5, 1 }, { 8, 8 }):sum()
  end
  return scores
end

-- Twenty images of noise with the classes that the model gives them, so it is right about all.
local images = ng.tensor.uniform({ 20, 1, 8, 8 }, ng.random(3), "float32")
local labels = {}
for i, scores in ipairs(model(images)) do labels[i] = scores[2] > 0 and 1 or 0 end
local data = ng.data.tensors { images = images, labels = labels, name = "noise" }

-- Each pixel may move by 0.1, and each image may be asked about 500 times.
local report = ng.attack.run { model = model, data = data, method = ng.attack.square(), norm = "linf", eps = 0.1, budget = 500, seed = 1,
  progress = false }
print(report.clean_accuracy)                     --> 1.0
print(report.success > 0.5)                      --> true
print(report.median_queries < 500)               --> true

-- print(report) sums it up, report:save "square.html" writes a page with curves and pictures, ng.plot.attack draws them.
print((tostring(report):match "^[^\n]*"))        --> ...

-- Which attack is better? Ask on the same images, with intervals of the difference.
local comparison = ng.attack.compare { methods = { ng.attack.square(), ng.attack.nes() }, model = model, data = data, eps = 0.1,
  budget = 500, seed = 1, progress = false }
print(#comparison.table)                         --> 2

-- A new attack is one Lua function: ?ng.attack.method. Next: 08_tune_a_study.lua
