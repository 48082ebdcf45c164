-- list(given, plot, most): what was given to a plot of images, as { { image = [c, h, w] with 1 or 3 channels, label = … } … }, at most `most` of
-- them, and how many there were.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function shape_text(image) return "[" .. table.concat(image.shape, ", ") .. "]" end

local function planes(value, which, plot)
  local is_image, image = pcall(native.tensor, value, "float32")
  if not is_image then raise("%s of %s must be an image, a tensor or nested lists of numbers, got %s", which, plot, tostring(value)) end
  local shape = image.shape
  if #shape == 2 then image = image:reshape { 1, shape[1], shape[2] } end
  if #image.shape ~= 3 or image.shape[1] ~= 1 and image.shape[1] ~= 3 or image.size == 0 then
    raise("%s of %s must be [height, width] or 1 or 3 channels [c, height, width], got %s", which, plot, shape_text(image))
  end
  return image
end

-- Of a tensor: one image, or the images along its first dimension.
local function of_tensor(tensor, plot, most)
  local shape = tensor.shape
  if #shape == 2 or #shape == 3 and (shape[1] == 1 or shape[1] == 3) then return { { image = planes(tensor, "the tensor", plot) } }, 1 end
  if #shape ~= 3 and #shape ~= 4 then
    raise("%s takes tensors [h, w], [c, h, w], [n, h, w] or [n, c, h, w], got %s", plot, shape_text(tensor))
  end
  local images = {}
  for i = 1, math.min(#tensor, most) do images[i] = { image = planes(tensor[i], ("image %d"):format(i), plot) } end
  return images, #tensor
end

local function class_of(classes, label) return classes and type(label) == "number" and classes[label + 1] or label end

-- Of anything with a length: datasets, lists of tensors, of nested lists or of samples { image =, label = }.
local function of_items(given, plot, most)
  local images = {}
  local known, classes = pcall(function() return given.classes end)
  classes = known and classes or nil
  for i = 1, math.min(#given, most) do
    local item, label = given[i], nil
    if type(item) == "table" and item.image ~= nil then item, label = item.image, item.label end
    images[i] = { image = planes(item, ("image %d"):format(i), plot), label = class_of(classes, label) }
  end
  return images, #given
end

local function is_tensor(value) return type(value) == "userdata" and pcall(function() return value.shape[1] end) and type(value.shape) == "table" end

-- { { 0, 1 }, { 1, 0 } } is one image.
local function is_matrix(value) return type(value) == "table" and type(value[1]) == "table" and type(value[1][1]) == "number" end

return function(given, plot, most)
  local images, count
  if is_matrix(given) then given = native.tensor(given, "float32") end
  if is_tensor(given) then
    images, count = of_tensor(given, plot, most)
  elseif type(given) == "userdata" or type(given) == "table" and #given > 0 then
    images, count = of_items(given, plot, most)
  else
    raise("%s needs a tensor, a dataset or a list of images, got %s", plot, type(given) == "table" and "an empty table" or tostring(given))
  end
  if #images == 0 then raise("%s was given no image", plot) end
  return images, count
end
