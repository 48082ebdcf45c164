-- Square on an ImageNet classifier, beside the rows of three classifiers that its authors published (1,000 images, 10,000 queries;
-- recomputed from the metrics they saved).
-- Usage: nilgrad attack_imagenet.lua MODEL IMAGES LABELS [norm=linf] [count=100] [budget=10000] [seed=1] [save=report.jsonl]
--   MODEL   an ONNX classifier of images in [0, 1]    IMAGES   a folder    LABELS   a CSV of file, label
local ng = require "nilgrad"

local published = {
  linf = { eps = 0.05, { "Inception-v3", 0.26, 197, 24 }, { "ResNet-50", 0, 73, 11 }, { "VGG-16", 0, 31, 1 } },
  l2 = { eps = 5, { "Inception-v3", 7.1, 1100, 385 }, { "ResNet-50", 0.7, 616, 170 }, { "VGG-16", 0.8, 377, 109 } },
}

local paths, options = {}, { norm = "linf", count = "100", budget = "10000", seed = "1" }
for _, word in ipairs(arg) do
  local name, value = word:match "^(%l+)=(.*)$"
  if name then options[name] = value else paths[#paths + 1] = word end
end
if #paths ~= 3 or not published[options.norm] then error("give MODEL, IMAGES and LABELS; norm is linf or l2", 0) end

local bars = published[options.norm]
-- The authors' p on ImageNet.
local method = options.norm == "linf" and ng.attack.square { p = 0.05 } or ng.attack.square()
local report = ng.attack.run {
  model = ng.model.load(paths[1]), data = ng.data.images { folder = paths[2], labels = paths[3] }, method = method, norm = options.norm,
  eps = bars.eps, count = tonumber(options.count), budget = tonumber(options.budget), seed = tonumber(options.seed),
}
print(report)
if options.save then report:save(options.save) end

local function row(name, failure, mean, median)
  local function number(format, value) return value and format:format(value) or "–" end
  print(("| %-29s | %7.2f %% | %6s | %6s |"):format(name, failure, number("%.0f", mean), number("%g", median)))
end
print "\n| classifier                    |   failure | mean q | median |\n|---|---|---|---|"
row(("%s, %d images"):format(report.model, #report.images), 100 * (1 - report.success), report.mean_queries, report.median_queries)
for _, bar in ipairs(bars) do row("(" .. bar[1] .. ")", table.unpack(bar, 2)) end
