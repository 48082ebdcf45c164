-- Data sets from arrays: .npy, .npz, safetensors, CSV and tensors.
local ng = require "nilgrad"
local folder = "tests/data/image/"
local scratch = os.tmpname()
local function refused(f, ...) print((select(2, pcall(f, ...)):gsub(scratch, "TMP"))) end
local function csv(text)
  local stream <close> = io.open(scratch, "wb")
  stream:write(text)
  return scratch
end

-- numpy's, in all byte and memory orders; bytes become byte/255.
print(ng.data.npy(folder .. "numbers_fortran.npy")[{ 2, 3, 4 }], ng.data.npy(folder .. "numbers_big_endian.npy")[{ 2, 3, 4 }]) --> 23.0	23.0
local data = ng.data.npz { path = folder .. "images.npz", images = "x", labels = "y" }
print(data, table.concat(data.labels, " "))               --> dataset images.npz: 5 images [1, 12, 6]	3 0 2 1 3
local packed = ng.data.npz { path = folder .. "packed.npz", images = "last", labels = "y", layout = "hwc" }
print(packed, (packed.images - data.images):abs():max())  --> dataset packed.npz: 5 images [3, 12, 6]	0.0
local tensors = ng.data.safetensors(folder .. "images.safetensors")
print(table.concat(tensors.x.shape, " "), tensors.y)      --> 5 1 12 6	tensor [5] float64 { 3, 0, 2, 1, 3 }
for _, name in ipairs { "x", "bytes" } do
  local same = ng.data.safetensors { path = folder .. "images.safetensors", images = name, labels = "y" }
  print((same.images - data.images):abs():max() < 1e-7)   --> true
                                                          --> true
end
ng.data.write_npy(scratch, data.images)
print((ng.data.npy(scratch) - data.images):abs():max())   --> 0.0
local integers = folder .. "numbers_i4.npy"
print(ng.data.tensors { images = ng.data.npy(integers) / 23, labels = { 4, 2 }, classes = { "a", "b", "c", "d", "e" }, name = "mine" }) --> dataset mine: 2 images [1, 3, 4]

refused(ng.data.npy, {})                                  --> ...: ng.data.npy takes the path of one file, or images = and labels = for two
refused(ng.data.npy, { images = integers })               --> ...: ng.data.npy needs images = and labels =, or neither to be given the arrays as they are
refused(ng.data.npy, { images = integers, labels = folder .. "bool.npy" }) --> ...: tests/data/image/numbers_i4.npy: image 1 has a pixel 2; pixels must be in [0, 1]. Give scale = the value of white (255 for bytes)
refused(ng.data.npy, { images = integers, labels = integers, scale = 23 }) --> ...: tests/data/image/numbers_i4.npy: labels are one whole number an image, [n], not [2, 3, 4]
refused(ng.data.npy, { images = folder .. "empty.npy", labels = folder .. "bool.npy" }) --> ...: tests/data/image/empty.npy: images [0, 28, 28]: holds no images
refused(ng.data.npz, { path = folder .. "packed.npz", images = "last", labels = "y" }) --> ...: tests/data/image/packed.npz: "last": images [5, 12, 6, 3]: the channels seem to come last; give layout = 'hwc'
refused(ng.data.npz, { path = folder .. "images.npz", images = "x", labels = "z" }) --> ...: tests/data/image/images.npz: has no array 'z'; it has "x", "y"
refused(ng.data.npz, { path = folder .. "images.npz", images = "y", labels = "x" }) --> ...: tests/data/image/images.npz: "x": labels are one whole number an image, [n], not [5, 12, 6]
refused(ng.data.npy, folder .. "objects.npy")             --> ...: tests/data/image/objects.npy: its elements are Python objects, which are not read; ...
refused(ng.data.npy, "nowhere.npy")                       --> ...: nowhere.npy: no such file
refused(ng.data.safetensors, { path = folder .. "images.safetensors", images = "u", labels = "y" }) --> ...: tests/data/image/images.safetensors: has no tensor 'u'; it has ...
refused(ng.data.tensors, { images = ng.tensor.zeros { 2, 4 }, labels = { 0, 0.5 } }) --> ...: labels[2] is 0.5; classes are whole numbers from 0
refused(ng.data.tensors, { images = ng.tensor.zeros { 2, 4 }, labels = { 0 }, name = "t" }) --> ...: t: 1 labels for the 2 images of t
refused(ng.data.tensors, { images = ng.tensor.zeros { 2, 4 }, labels = { 0, 2 }, classes = { "a", "b" }, name = "t" }) --> ...: t: label 2 is 2, out of range; the classes are 0 to 1

-- A table with an image a row.
local kaggle = ng.data.csv { path = csv "label,p1,p2,p3,p4\n7,0,51,102,255\n1,255,0,0,0\n", shape = { 2, 2 }, scale = 255 }
print(kaggle[1].image[{ 1, 1, 2 }], kaggle[2].label, table.concat(kaggle.images.shape, " ")) --> 0.20000000298023	1	2 1 2 2
print(ng.data.csv { path = csv "0.5,0.25,3\n1,0,2\n", label = "3" }[2].label) --> 2
print(ng.data.csv { path = csv "a,b,kind\n1,0,2\n", label = "kind" }[1].image) --> tensor [2] float32 { 1, 0 }
refused(ng.data.csv, { path = csv "label,a\n1,256\n", scale = 255 }) --> ...: TMP:2: field 2 is 256; pixels must be from 0 to scale = 255
refused(ng.data.csv, { path = csv "1,0.5\n2,x\n" })       --> ...: TMP:2: field 2 is "x", no number
refused(ng.data.csv, { path = csv "1,0.5\n2,0.5,0.5\n" }) --> ...: TMP:2: 3 fields, where the first row has 2
refused(ng.data.csv, { path = csv "1.5,0.5\n" })          --> ...: TMP:1: label "1.5" is no whole number from 0
refused(ng.data.csv, { path = csv "1,0.5,1,1\n", shape = { 2, 2 } }) --> ...: TMP: 3 pixels a row are no image of shape [1, 2, 2]
refused(ng.data.csv, { path = csv "1,0.5\n", label = "kind" }) --> ...: TMP:1: there is no header, so no column 'kind'; give its number, from 1
refused(ng.data.csv, { path = csv "label,a\n" })          --> ...: TMP: holds no images
os.remove(scratch)

-- What an attack found, as a data set.
local function model(images) return images:reshape { #images, 2 } end
local report = ng.attack.run { model = model, data = { { image = { 0.4, 0.5 }, label = 1 }, { image = { 0, 1 }, label = 1 } },
  method = ng.attack.nes(), eps = 0.2, budget = 2000, progress = false }
local found = ng.data.adversarial { report = report }
print(#found, found[1].label, found[1].image[1] >= found[1].image[2], #ng.data.adversarial { report = report, unfooled = "original" }) --> 1	1	true	2
refused(ng.data.adversarial, { report = 3 })              --> ...: option 'report' of ng.data.adversarial must be a report of ng.attack.run, got 3
