-- Images of files: read, labelled, fitted, written back, and refused with a reason.
local ng = require "nilgrad"
local scratch = os.tmpname()
os.remove(scratch)
os.execute(("mkdir -p '%s/mixed' '%s/class/b' '%s/class/a'"):format(scratch, scratch, scratch))
local function refused(f, ...) print((select(2, pcall(f, ...)):gsub(scratch, "TMP"))) end
local function file(name, text)
  local stream <close> = io.open(scratch .. "/" .. name, "wb")
  stream:write(text)
  return scratch .. "/" .. name
end
local function copy(from, to)
  local stream <close> = io.open(from, "rb")
  file(to, stream:read "a")
end

-- Written and read back, the same to the bit: bytes are what Fashion-MNIST is made of.
local data = ng.data.idx { images = "tests/data/fashion_mnist/first64-images-idx3-ubyte.gz",
  labels = "tests/data/fashion_mnist/first64-labels-idx1-ubyte" }:slice(1, 5)
data:write_png(scratch .. "/five")
local back = ng.data.images { folder = scratch .. "/five", labels = "labels.csv" }
print(back, (back.images - data.images):abs():max(), table.concat(back.labels, " ")) --> dataset five: 5 images [1, 28, 28]	0.0	9 2 1 1 6
data:write_npz(scratch .. "/five.npz")
local arrays = ng.data.npz(scratch .. "/five.npz")
print(table.concat(arrays.x.shape, " "), arrays.y)        --> 5 1 28 28	tensor [5] float64 { 9, 2, 1, 1, 6 }
print((ng.data.npz { path = scratch .. "/five.npz", images = "x", labels = "y" }.images - data.images):abs():max()) --> 0.0

-- Part of them, other sizes, other channels.
local part = ng.data.images { folder = scratch .. "/five", labels = scratch .. "/five/labels.csv", first = 2, count = 3, size = { 14, 7 }, channels = 3 }
print(part, part[1].label)                                --> dataset five: 3 images [3, 14, 7]	2
print(ng.data.images { folder = scratch .. "/five", labels = "labels.csv", size = 8, shorter = 10 }) --> dataset five: 5 images [1, 8, 8]
print(table.concat(ng.data.image(scratch .. "/five/00001.png").shape, " ")) --> 1 28 28
local cropped = ng.data.image { path = "tests/data/image/colour.jpg", size = 16, shorter = 20, filter = "bicubic" }
print(table.concat(cropped.shape, " "), cropped.dtype)    --> 3 16 16	float32

-- One sub-folder a class; their names are the classes.
copy("tests/data/image/grey.jpg", "class/b/1.jpg")
copy("tests/data/image/grey.jpg", "class/a/2.JPEG")
local by_class = ng.data.images { folder = scratch .. "/class" }
print(table.concat(by_class.classes, " "), table.concat(by_class.labels, " ")) --> a b	0 1
local names = file("names.txt", "b\nc\na\n")
print(table.concat(ng.data.images { folder = scratch .. "/class", classes = names }.labels, " ")) --> 2 0

-- Labels by name, quoted, with other columns around.
copy("tests/data/image/grey.jpg", "mixed/a, b.jpg")
local csv = file("by_name.csv", 'id,File,Label\r\n1,"a, b.jpg","a ""big"" cat"\r\n')
local named = ng.data.images { folder = scratch .. "/mixed", labels = csv }
print(named.classes[1], named.labels[1])                  --> a "big" cat	0
print(ng.data.images { folder = scratch .. "/mixed", labels = file("n.csv", '"a, b.jpg",c\n'), classes = names }.labels[1]) --> 1

-- What is refused names the file and the line.
local function labelled(text, options)
  options = options or {}
  options.folder, options.labels = scratch .. "/mixed", file("l.csv", text)
  return function() return ng.data.images(options) end
end
refused(labelled "file,label\na.png,1\n")                 --> ...: TMP/l.csv:2: no file "a.png" in TMP/mixed (a header names its columns file and label)
refused(labelled 'file,label\n"a, b.jpg",\n')             --> ...: TMP/l.csv:2: the label is missing
refused(labelled('file,label\n"a, b.jpg",3\n', { classes = names })) --> ...: TMP/l.csv:2: label 3 is out of range; the classes are 0 to 2
refused(labelled('file,label\n"a, b.jpg",d\n', { classes = names })) --> ...: TMP/l.csv:2: label "d" is no class's name and no number
refused(labelled '"a, b.jpg"\n')                          --> ...: TMP/l.csv:1: 1 fields, but the label is in column 2
refused(labelled '"a, b.jpg",1\n"a, b.jpg",2\n')          --> ...: TMP/l.csv:2: "a, b.jpg" stands there twice, first in TMP/l.csv:1
refused(labelled '"a, b.jpg,1\n')                         --> ...: TMP/l.csv:1: a field in quotes does not end
refused(labelled "")                                      --> ...: TMP/l.csv: the file is empty
copy("tests/data/image/colour.jpg", "mixed/c.png")
refused(labelled '"a, b.jpg",1\n')                        --> ...: TMP/mixed/c.png has no label in TMP/l.csv, nor have 0 others; name them there, or give unlabelled = 'skip'
print(#labelled('"a, b.jpg",1\n', { unlabelled = "skip" })()) --> 1
local both = '"a, b.jpg",1\nc.png,2\n'
refused(labelled(both))                                   --> ...: TMP/mixed/c.png: [3, 29, 41] (channels, height, width), but TMP/mixed/a, b.jpg is [1, 23, 17]; give size = { h, w } and channels = 1 or 3 to make them alike
print(labelled(both, { size = 9, channels = 3 })())       --> dataset mixed: 2 images [3, 9, 9]
file("mixed/c.png", "\137PNG\r\n")
refused(labelled(both))                                   --> ...: TMP/mixed/c.png: damaged PNG: ...
file("mixed/c.png", "")
refused(labelled(both))                                   --> ...: TMP/mixed/c.png: the file is empty
refused(ng.data.images, { folder = scratch .. "/mixed" }) --> ...: TMP/mixed: its images are not in sub-folders, one a class; give labels = a CSV of file and label
refused(ng.data.images, { folder = scratch .. "/none" })  --> ...: TMP/none: no such folder
refused(ng.data.images, { folder = scratch .. "/five", labels = "labels.csv", shorter = 9 }) --> ...: option 'shorter' needs size = { height, width }, what is cut from the centre
refused(ng.data.images, { folder = scratch .. "/five", labels = "labels.csv", size = 8, shorter = 7 }) --> ...: shorter = 7 leaves no centre of 8×8 pixels
refused(ng.data.images, { folder = scratch .. "/five", labels = "labels.csv", sise = 8 }) --> ...: unknown option 'sise' of ng.data.images; did you mean 'size'?
refused(ng.data.images, { folder = scratch .. "/class", classes = file("one.txt", "a\n") }) --> ...: TMP/class/b: the sub-folder is none of the 1 classes

-- Images that are written must be images.
refused(ng.data.write_png, scratch .. "/x.png", ng.tensor.full({ 2, 2 }, 2)) --> ...: a pixel of the image is 2; a PNG holds values in [0, 1]
refused(ng.data.write_png, scratch .. "/x.png", ng.tensor.zeros { 5, 2, 2 }) --> ...: a PNG is made of [height, width] or of 1 or 3 channels [c, height, width], not [5, 2, 2]
refused(ng.data.write_png, scratch .. "/x.png", ng.tensor.zeros { 2, 2 }, { bits = 12 }) --> ...: a PNG has 8 or 16 bits a value here, not 12
refused(ng.data.write_png, scratch .. "/no/x.png", ng.tensor.zeros { 2, 2 }) --> ...: cannot write TMP/no/x.png: No such file or directory
refused(ng.data.write_npz, scratch .. "/x.npz", {})       --> ...: a .npz without arrays cannot be read; give { x = tensor }
print(io.open(scratch .. "/x.png"))                       --> nil	...
os.execute(("rm -r '%s'"):format(scratch))
