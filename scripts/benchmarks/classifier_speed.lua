-- Images a second through a classifier, beside ONNX Runtime called directly on the same model, batch and threads, in turns.
-- Usage: nilgrad classifier_speed.lua PYTHON [MODEL] [threads=all] [repetitions=7]     PYTHON has onnxruntime and numpy
local ng = require "nilgrad"
local seconds = require "nilgrad.native.progress".seconds

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local python = arg[1] or error("give a Python that has onnxruntime", 0)
local path = arg[2] or here .. "/../models/fashion_cnn.onnx"
local threads = tonumber(arg[3] or ng.info().threads)
local repetitions = tonumber(arg[4]) or 7
local model = ng.model.load { path = path, threads = threads }

local function median(numbers)
  table.sort(numbers)
  return numbers[(#numbers + 1) // 2]
end

-- Lua's pipes go one way: the peer's answers come through a file.
local answers_path = os.tmpname()
os.remove(answers_path)
os.execute(("mkfifo '%s'"):format(answers_path))
local peer = assert(io.popen(("'%s' '%s/classifier_speed.py' '%s' %d > '%s'"):format(python, here, path, threads, answers_path), "w"))
local answers = assert(io.open(answers_path))
os.remove(answers_path)

local function ours(batch, count)
  local images = ng.random(1):uniform({ batch, table.unpack(model.input_shape) }, "float32")
  model:predict(images)
  local began = seconds()
  for _ = 1, count do model:predict(images) end
  return batch * count / (seconds() - began)
end

local function theirs(batch, count)
  peer:write(batch, " ", count, "\n")
  peer:flush()
  return assert(tonumber(answers:read "l"), "ONNX Runtime gave no answer")
end

print(("%s, %d threads; images a second, medians of %d\n\n| batch | ours | ONNX Runtime | ours / theirs |\n|---|---|---|---|"):format(model.name, threads, repetitions))
for _, batch in ipairs { 1, 4, 16, 64, 256 } do
  local count = math.max(1, math.floor(0.2 * ours(batch, 2) / batch))
  local own, other, ratios = {}, {}, {}
  for i = 1, repetitions do
    os.execute "sleep 0.2"  -- ONNX Runtime's threads spin for a while after their work
    own[i], other[i] = ours(batch, count), theirs(batch, count)
    ratios[i] = own[i] / other[i]
  end
  print(("| %5d | %7.0f | %7.0f | %5.2f |"):format(batch, median(own), median(other), median(ratios)))
end
peer:close()
