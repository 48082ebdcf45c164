-- Defences are models: what they do to images, whom they ask, and that nothing depends on batches.
local ng = require "nilgrad"
local function refused(f, ...) print(select(2, pcall(f, ...))) end
local model = ng.model.load "scripts/models/fashion_cnn.onnx"
local data = ng.data.idx { images = "tests/data/fashion_mnist/first64-images-idx3-ubyte.gz", labels = "tests/data/fashion_mnist/first64-labels-idx1-ubyte" }
local defence = ng.defence

-- They have what models have.
local rounded = defence.rounding { model = model, levels = 4 }
print(rounded)                                            --> fashion_cnn behind ng.defence.rounding { levels = 4 }
print(rounded.name, rounded.classes, table.concat(rounded.input_shape, " "), rounded.model == model) --> fashion_cnn behind ng.defence.rounding { levels = 4 }	10	1 28 28	true
local by_hand = model:predict((data.images * 3):round_() / 3)
print((rounded:predict(data.images) - by_hand):abs():max(), table.concat(rounded:classify(data[1].image)), model:classify(data[1].image)[1]) --> 0.0	9	9
print((defence.rounding { model = model }:predict(data.images) - model:predict(data.images)):abs():max()) --> 0.0
local twice = defence.jpeg { model = rounded, quality = 50 }
print(twice.name)                                         --> fashion_cnn behind ng.defence.rounding { levels = 4 } behind ng.defence.jpeg { quality = 50 }
print(#twice:classify(data.images))                       --> 64

-- What they do to images, seen by a model that gives them back.
local function mirror(images) return images:reshape { #images, -1 } end
local image = ng.random(1):uniform({ 1, 1, 20, 30 }, "float32")
local function change(made) return (made:predict(image):reshape(image.shape) - image) end
print(change(defence.rounding { model = mirror, levels = 11 }):abs():max() <= 0.05 + 1e-6) --> true
local fine, coarse = change(defence.jpeg { model = mirror, quality = 100 }):abs():mean(), change(defence.jpeg { model = mirror, quality = 5 }):abs():mean()
print(fine < 0.005, coarse > 0.05)                        --> true	true
local grey = ng.tensor.full({ 1, 1, 100, 100 }, 0.5, "float32")
local noise = defence.noise { model = mirror, sigma = 0.1, seed = 4 }:predict(grey) - 0.5
print(math.abs(noise:mean()) < 0.005, math.abs(noise:norm(2) / 100 - 0.1) < 0.003) --> true	true
local small = defence.resize { model = mirror, smallest = 0.5, seed = 2 }:predict(grey):reshape { 100, 100 }
local rows = 0
for i = 1, 100 do rows = rows + (small[i]:max() > 0 and 1 or 0) end
print(rows >= 50 and rows < 100, math.abs(small:sum() - 0.5 * rows * rows) < 1e-2, small:max() == 0.5) --> true	true	true

-- An image meets the same numbers whatever is asked with it; another seed, and fresh numbers, are others.
for _, name in ipairs { "noise", "resize" } do
  local function made(options) options.model = model return defence[name](options) end
  local all, own = made { seed = 3 }:predict(data.images), made { seed = 3 }
  local alone = own:predict(data:slice(7, 9).images) - ng.tensor.stack { all[7], all[8], all[9] }
  local fresh = made { seed = 3, fresh = true }
  local first = fresh:predict(data.images)
  local differ = { all - made { seed = 4 }:predict(data.images), first - fresh:predict(data.images) }
  local equal = { all - own:predict(data.images), alone, first - made { seed = 3, fresh = true }:predict(data.images) }
  for i = 1, 3 do equal[i] = equal[i]:abs():max() end
  print(table.concat(equal, " "), differ[1]:abs():max() > 0, differ[2]:abs():max() > 0) --> 0.0 0.0 0.0	true	true
                                                          --> 0.0 0.0 0.0	true	true
end

-- An attack on a random defence is the same for any batch.
local function attacked(batch)
  return ng.attack.run { model = defence.noise { model = model, sigma = 0.05 }, data = data, count = 6, method = ng.attack.square(), eps = 0.05,
    budget = 60, batch = batch, progress = false }
end
local one, many = attacked(1), attacked(6)
local same = one.model == "fashion_cnn behind ng.defence.noise { sigma = 0.05, seed = 0 }"
for i, entry in ipairs(one.images) do same = same and entry.queries == many.images[i].queries and entry.success == many.images[i].success end
print(same, #one.images)                                  --> true	6

-- The detector: honest images pass, an attack's queries are seen, and answers stay the same.
local watched = defence.detector { model = model, data = data:slice(1, 40), k = 5, false_positives = 0 }
print((watched:predict(data.images) - model:predict(data.images)):abs():max(), watched.queries) --> 0.0	64
print(watched.detections <= 2)                            --> true
watched:reset()
print(watched.queries, watched.detections, watched.first_detection) --> 0	0	nil
for i = 1, 12 do watched:predict(data[3].image + i * 1e-4) end
print(watched.detections, watched.first_detection, watched.queries) --> 2	6	12
local coded = defence.detector { model = mirror, k = 1, threshold = 0.5, encoder = function(images) return images:reshape { #images, -1 } end }
coded:predict(ng.tensor { { 0, 0 }, { 3, 4 }, { 0, 0.6 }, { 0.3, 4 }, { 0, 0.4 } })
print(coded.detections, coded.threshold)                  --> 1	0.5

refused(defence.rounding, { model = model, levels = 1 })  --> ...: option 'levels' of ng.defence.rounding must be ...
refused(defence.rounding, { model = 3 })                  --> ...: option 'model' of ng.defence.rounding must have model:predict(images) or be a function images → logits, got 3
refused(defence.jpeg, { model = model, qualty = 3 })      --> ...: unknown option 'qualty' of ng.defence.jpeg; did you mean 'quality'?
refused(defence.detector, { model = model })              --> ...: ng.defence.detector needs threshold = a distance, or data = honest images to find it by
refused(defence.detector, { model = model, data = data:slice(1, 5), k = 5 }) --> ...: 5 images have no 5 others for neighbours; give more data or a smaller k
refused(function() return defence.jpeg { model = mirror }:predict(ng.tensor.zeros { 1, 2, 4, 4 }) end) --> ...: a JPEG has 1 or 3 channels, the images [1, 2, 4, 4] have 2
refused(function() return defence.jpeg { model = mirror }:predict(ng.tensor.zeros { 1, 4 }) end) --> ...: the JPEG defence needs images [n, channels, height, width], got [1, 4]
