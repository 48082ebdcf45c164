-- What the attacks cost beyond the model: the time of an attack divided by the time of the same forwards alone, at the same batch
-- sizes, in the same process. Usage: nilgrad attack_overhead.lua [images] [repetitions]
local ng = require "nilgrad"
local seconds = require "nilgrad.native.progress".seconds

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local model = ng.model.load(here .. "/../models/fashion_cnn.onnx")
local data = ng.data.fashion_mnist { split = "test" }
local count, repetitions = tonumber(arg[1]) or 200, tonumber(arg[2]) or 5

local function median(numbers)
  table.sort(numbers)
  return numbers[(#numbers + 1) // 2]
end

-- Wall and processor time of the attack and of a replay of its forwards.
local function measure(options)
  local sizes, forwards = {}, 0
  local function recording(images)
    sizes[#sizes + 1] = #images
    forwards = forwards + #images
    return model:predict(images)
  end
  local wall, processor = seconds(), os.clock()
  ng.attack.run { model = recording, data = data, count = count, method = options.method, norm = options.norm, eps = options.eps, seed = 1 }
  local attack_wall, attack_processor = seconds() - wall, os.clock() - processor
  local views = {}
  for _, size in ipairs(sizes) do views[size] = views[size] or ng.tensor(data.images:slice(1, size)) end
  wall, processor = seconds(), os.clock()
  for _, size in ipairs(sizes) do model:predict(views[size]) end
  return attack_wall / (seconds() - wall), attack_processor / (os.clock() - processor), forwards, #sizes
end

print(("%-34s %9s %8s %6s %10s"):format("attack", "forwards", "batches", "wall", "processor"))
for _, options in ipairs {
  { name = "Square, L∞ 0.1", method = ng.attack.square(), norm = "linf", eps = 0.1 },
  { name = "Square, L∞ 0.05", method = ng.attack.square(), norm = "linf", eps = 0.05 },
  { name = "Square, L2 1.5", method = ng.attack.square(), norm = "l2", eps = 1.5 },
  { name = "gradient (NES), L∞ 0.1", method = ng.attack.gradient(), norm = "linf", eps = 0.1 },
} do
  local walls, processors, forwards, batches = {}, {}, 0, 0
  for i = 1, repetitions do walls[i], processors[i], forwards, batches = measure(options) end
  print(("%s%s %9d %8d %6.2f %10.2f"):format(options.name, (" "):rep(34 - utf8.len(options.name)), forwards, batches, median(walls), median(processors)))
end
