-- Attacks a Fashion-MNIST classifier that knows 91 % of the test images, given nothing but its scores.
-- Usage: nilgrad attack_fashion_mnist.lua [--count 50] [--method square|gradient|both] [--norm linf|l2] [--eps 0.1] [--budget 10000]
--                                         [--seed 1] [--model FILE] [--out DIR]
-- Prints a report for each attack and writes it to DIR (by default the current folder) as METHOD.jsonl,
-- METHOD.html, a page with curves and images, and METHOD.png.
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { count = 50, method = "both", norm = "linf", eps = 0.1, budget = 10000, seed = 1, out = ".",
                  model = here .. "/models/fashion_cnn.onnx" }
local methods = { square = { "square" }, gradient = { "gradient" }, nes = { "gradient" }, both = { "square", "gradient" } }

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
if not methods[options.method] then usage("unknown method '" .. options.method .. "'") end

local model = ng.model.load(options.model)
local data = ng.data.fashion_mnist { split = "test" }

for _, name in ipairs(methods[options.method]) do
  local report = ng.attack.run {
    model = model, data = data, count = options.count, method = ng.attack[name](),
    norm = options.norm, eps = options.eps, budget = options.budget, seed = options.seed,
  }
  print(report)
  local path = options.out .. "/" .. name
  report:save(path .. ".jsonl")
  report:save(path .. ".html")
  if report.success > 0 then ng.plot.attack(report, path .. ".png") end
  print(("written: %s.jsonl, %s.html%s\n"):format(path, name, report.success > 0 and " and " .. name .. ".png" or ""))
end
