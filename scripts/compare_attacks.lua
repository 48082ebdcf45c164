-- Compares attacks on an ONNX classifier: the same images, budget and seed for all, and the paired differences to the first.
-- Usage: nilgrad compare_attacks.lua [--methods scores|labels|square,nes,…] [--norm linf|l2] [--eps 0.1,…] [--count 50] [--budget 10000]
--                                    [--seed 1] [--model FILE] [--images FOLDER] [--labels FILE] [--out NAME]
-- Without --images the test images of Fashion-MNIST are attacked (simba_dct is SimBA along cosine waves). --out writes NAME.html,
-- a page with curves, NAME.csv, an image and method a row, and NAME.png, success against queries.
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { methods = "scores", norm = "linf", eps = "0.1", count = 50, budget = 10000, seed = 1, images = "", labels = "", out = "",
                  model = here .. "/models/fashion_cnn.onnx" }
local families = {
  scores = "square,bandits,nes,simba_dct,rgf,p_rgf,dap,gradient,spsa,zo_signsgd",
  labels = "hop_skip_jump,sign_opt,geoda,boundary",
}

local function usage(message)
  io.stderr:write(message, "\n")
  for line in io.lines(arg[0]) do
    if not line:find "^%-%-" then break end
    io.stderr:write(line:sub(4), "\n")
  end
  os.exit(2)
end

for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if not name or options[name] == nil then usage("unknown option '" .. arg[i] .. "'") end
  if type(options[name]) == "number" then value = tonumber(value) end
  if not value then usage("option '" .. arg[i] .. "' needs " .. (type(options[name]) == "number" and "a number" or "a value")) end
  options[name] = value
end

local methods, eps = {}, {}
for name in (families[options.methods] or options.methods):gmatch "[^,]+" do
  if name == "simba_dct" then
    methods[#methods + 1] = ng.attack.simba { basis = "dct" }
  else
    if not ng.attack[name] then usage("no attack '" .. name .. "'") end
    methods[#methods + 1] = ng.attack[name]()
  end
end
for one in options.eps:gmatch "[^,]+" do eps[#eps + 1] = tonumber(one) or usage("'" .. one .. "' is no ε") end

local data
if options.images == "" then
  data = ng.data.fashion_mnist { split = "test" }
else
  data = ng.data.images { folder = options.images, labels = options.labels ~= "" and options.labels or nil }
end

local comparison = ng.attack.compare { methods = methods, model = ng.model.load(options.model), data = data, norm = options.norm, eps = eps,
  count = options.count, budget = options.budget, seed = options.seed }
print(comparison)
if options.out ~= "" then
  for _, ending in ipairs { ".html", ".csv" } do comparison:save(options.out .. ending) end
  ng.plot.attack(comparison, options.out .. ".png", { kind = "curve" })
  print(("written: %s.html, %s.csv, %s.png"):format(options.out, options.out, options.out))
end
