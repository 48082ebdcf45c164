-- Attacks one photo: the photo, its perturbation magnified and the adversarial photo in one picture, with labels and confidences.
-- Usage: nilgrad attack_photo.lua IMAGE MODEL [--names FILE] [--method square] [--norm linf] [--eps 0.05] [--budget 10000]
--                                 [--target CLASS] [--label CLASS] [--seed 1] [--shorter PIXELS] [--times N] [--out photo.png]
-- IMAGE is a PNG or JPEG, MODEL an ONNX classifier; --names has the classes' names, one a line, by which CLASS may be given.
-- Of the photo the model is shown the centre, resized to its input; --shorter makes the shorter side so long before (ImageNet's 256).
-- --method is any attack of ng.attack. The label is what the model says of the photo, unless it is told. Writes the picture to
-- --out, and the adversarial photo itself (16 bits, since 8 may undo it) beside it as NAME_adversarial.png.
local ng = require "nilgrad"

local options = { names = "", method = "square", norm = "linf", eps = 0.05, budget = 10000, target = "", label = "", seed = 1, shorter = 0,
                  times = 0, out = "photo.png" }

local function usage(message)
  io.stderr:write(message, "\n")
  for line in io.lines(arg[0]) do
    if not line:find "^%-%-" then break end
    io.stderr:write(line:sub(4), "\n")
  end
  os.exit(2)
end

local image_path, model_path = arg[1], arg[2]
if not model_path or image_path:find "^%-" then usage "an IMAGE and a MODEL are needed" end
for i = 3, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if not name or options[name] == nil then usage("unknown option '" .. arg[i] .. "'") end
  if math.type(options[name]) then value = tonumber(value) end
  if not value then usage("option '" .. arg[i] .. "' needs " .. (math.type(options[name]) and "a number" or "a value")) end
  options[name] = value
end
local method = options.method ~= "method" and options.method ~= "run" and ng.attack[options.method]
if type(method) ~= "function" then usage("unknown method '" .. options.method .. "'") end

local names
if options.names ~= "" then
  names = {}
  for line in assert(io.open(options.names)):lines() do names[#names + 1] = line:gsub("\r$", "") end
end
local function name_of(class) return names and names[class + 1] or "class " .. class end

-- A class by its number from 0 or its name.
local function class_of(text, option)
  if text == "" then return nil end
  if math.tointeger(text) then return math.tointeger(text) end
  for i, name in ipairs(names or {}) do if name == text then return i - 1 end end
  usage(("--%s '%s' is neither a number nor one of the names"):format(option, text))
end

local model = ng.model.load(model_path)
local shape = model.input_shape
if #shape ~= 3 then usage(("%s takes no images [channels, height, width] but [%s]"):format(model_path, table.concat(shape, ", "))) end
local photo = ng.data.image { path = image_path, size = { shape[2], shape[3] }, channels = shape[1],
  shorter = options.shorter > 0 and options.shorter or math.max(shape[2], shape[3]) }

local function probabilities(image)
  local scores = model:predict(image:reshape { 1, table.unpack(shape) })[1]
  return model.scores == "probabilities" and scores or ng.model.softmax(scores)
end
local before = probabilities(photo)
local predicted = before:argmax() - 1
local label, target = class_of(options.label, "label") or predicted, class_of(options.target, "target")
print(("%s: %s with %.1f %%"):format(image_path, name_of(predicted), 100 * before[predicted + 1]))
if label ~= predicted then
  print(("the model is wrong about it already: it is %s"):format(name_of(label)))
  os.exit(1)
end

local report = ng.attack.run { model = model, data = { { image = photo, label = label } }, method = method(), norm = options.norm,
  eps = options.eps, budget = options.budget, seed = options.seed, target = target }
local result = report.images[1]
if not result or not result.success then
  print(("no adversarial photo within %s %g was found with %d queries; try a larger --eps or --budget"):format(options.norm, options.eps, options.budget))
  os.exit(1)
end
local after = probabilities(result.adversarial)
print(("adversarial after %d queries: %s with %.1f %%"):format(result.queries, name_of(result.predicted), 100 * after[result.predicted + 1]))

ng.plot.photo {
  file = options.out, original = photo, adversarial = result.adversarial, before = before, after = after, classes = names, label = label,
  times = options.times > 0 and options.times or nil,
  title = ("%s becomes %s"):format(name_of(label), name_of(result.predicted)),
  facts = { ("%s, %d queries"):format(tostring(method()), result.queries), ("at most %.3g a pixel (L∞)"):format(result.linf),
            ("%.3g in all (L2)"):format(result.l2), result.survives_8bit and "works as 8-bit file too" or "rounding to 8 bits undoes it" },
}
local adversarial_path = options.out:gsub("%.%w+$", "") .. "_adversarial.png"
ng.data.write_png(adversarial_path, result.adversarial, { bits = 16 })
print(("written: %s and %s"):format(options.out, adversarial_path))
