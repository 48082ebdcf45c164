-- IDX files and datasets.
local ng = require "nilgrad"
local folder = "tests/data/fashion_mnist/"
local images, labels = folder .. "first64-images-idx3-ubyte.gz", folder .. "first64-labels-idx1-ubyte"
local function refused(f, ...) print(select(2, pcall(f, ...))) end

print(ng.data.idx(labels)[1])                             --> 9.0
print(ng.data.idx { path = folder .. "fashion_cnn-logits-idx2-double" }[64][10] < 0) --> true

local data = ng.data.idx { images = images, labels = labels }
print(data)                                               --> dataset first64-images-idx3-ubyte.gz: 64 images [1, 28, 28]
print(#data, data.name, data.classes)                     --> 64	first64-images-idx3-ubyte.gz	nil
print(data[1].label, math.type(data[1].label))            --> 9	integer
print(table.concat(data[2].image.shape, " "))             --> 1 28 28
print(data[2].image:max())                                --> 1.0
print(#data.labels, data.labels[64], data[64].label)      --> 64	5	5
print(table.concat(data.images.shape, " "))               --> 64 1 28 28

local count = 0
for i, sample in ipairs(data) do count = count + (sample.image and sample.label == data.labels[i] and 1 or 0) end
print(count)                                              --> 64

local part = data:slice(11, 20):select { 10, 1 }
print(#part, part[1].label == data[20].label, part[2].label == data[11].label) --> 2	true	true
print(#data:slice(61), #data:slice(1, 0))                 --> 4	0

print(pcall(function() return data.lables end))           --> false	tests/language/data.lua:27: a dataset has no field 'lables'; did you mean 'labels'?
refused(function() return data[0] end)                    --> ...: sample 0 of a dataset with 64 samples
refused(function() return data[66] end)                   --> ...: sample 66 of a dataset with 64 samples
refused(function() return data[1.5] end)                  --> ...: a dataset is indexed by integers, not by 1.5
refused(function() return data:slice(3, 65) end)          --> ...: slice(3, 65) of a dataset with 64 samples
refused(function() return data:slice(3, 1) end)           --> ...: slice(3, 1) of a dataset with 64 samples
refused(function() return data:select { 1, 65 } end)      --> ...: sample 65 of a dataset with 64 samples
refused(ng.data.idx, {})                                  --> ...: ng.data.idx takes the path of one file, or images = and labels = for two
refused(ng.data.idx, { images = images })                 --> ...: ng.data.idx takes the path of one file, or images = and labels = for two
refused(ng.data.idx, { images = images, labels = labels, path = labels }) --> ...: ng.data.idx takes the path of one file, ...
refused(ng.data.idx, { image = images })                  --> ...: unknown option 'image' of ng.data.idx; did you mean 'images'?
refused(ng.data.idx, "nowhere")                           --> ...: nowhere: no such file
refused(ng.data.idx, "LICENSE")                           --> ...: LICENSE: not an IDX file: it begins with 4d 49 54 20, not with ...
refused(ng.data.fashion_mnist, { path = "nowhere" })      --> ...: nowhere/t10k-labels-idx1-ubyte.gz: no such file
refused(ng.data.fashion_mnist, { split = "tests" })       --> ...: option 'split' of ng.data.fashion_mnist must be 'test' or 'train', got 'tests'; did you mean 'test'?

data:close()
print(data)                                               --> dataset (closed)
print(#data)                                              --! dataset is closed
