-- Audits an ONNX classifier: the recommended attacks together, and in words what was tested and what was not.
-- Usage: nilgrad audit_model.lua [MODEL] [--images FOLDER] [--labels FILE] [--linf 0.1] [--l2 1.5] [--count 100] [--budget 5000] [--seed 0]
--                                [--access scores|labels] [--out NAME]
-- Without --images the test images of Fashion-MNIST are attacked, without MODEL the classifier of scripts/models. --linf and --l2
-- are the ε; without either the usual ones for the images' size. --out writes NAME.html, NAME.csv and NAME.jsonl.
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local kinds = { images = "text", labels = "text", linf = "number", l2 = "number", count = "number", budget = "number", seed = "number",
                access = "text", out = "text" }
local options, path = {}, here .. "/models/fashion_cnn.onnx"

local function usage(message)
  io.stderr:write(message, "\n")
  for line in io.lines(arg[0]) do
    if not line:find "^%-%-" then break end
    io.stderr:write(line:sub(4), "\n")
  end
  os.exit(2)
end

local first = 1
if arg[1] and not arg[1]:find "^%-%-" then path, first = arg[1], 2 end
for i = first, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%w+)$", arg[i + 1]
  local kind = name and kinds[name]
  if not kind then usage("unknown option '" .. arg[i] .. "'") end
  if kind == "number" then value = tonumber(value) end
  if not value then usage("option '" .. arg[i] .. "' needs a " .. (kind == "number" and "number" or "value")) end
  options[name] = value
end

local data
if options.images then
  data = ng.data.images { folder = options.images, labels = options.labels }
else
  data = ng.data.fashion_mnist { split = "test" }
end
local eps = (options.linf or options.l2) and { linf = options.linf, l2 = options.l2 } or nil
if options.access == "scores" then options.access = nil end
local audit = ng.attack.audit(ng.model.load(path), data, { eps = eps, count = options.count, budget = options.budget, seed = options.seed,
  access = options.access })
print(audit)
if options.out then
  for _, ending in ipairs { ".html", ".csv", ".jsonl" } do audit:save(options.out .. ending) end
  print(("written: %s.html, %s.csv, %s.jsonl"):format(options.out, options.out, options.out))
end
