-- What defences buy: the same attack on a classifier alone and behind each of them.
-- Usage: nilgrad attack_defences.lua [--method square] [--norm linf|l2] [--eps 0.1] [--count 50] [--budget 2000] [--seed 1] [--model FILE]
-- "Accuracy" is that of the images looked at; "under attack" is of the images attacked. "Fresh" noise is drawn anew for every query, so a
-- success counts only if the model repeats it; the other random defences give an image its own noise.
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { method = "square", norm = "linf", eps = 0.1, count = 50, budget = 2000, seed = 1, model = here .. "/models/fashion_cnn.onnx" }

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
if not ng.attack[options.method] then usage("no attack '" .. options.method .. "'") end

local model, data = ng.model.load(options.model), ng.data.fashion_mnist { split = "test" }
local victims = {
  { "none", model },
  { "rounding to 8 levels", ng.defence.rounding { model = model, levels = 8 } },
  { "JPEG, quality 75", ng.defence.jpeg { model = model } },
  { "random resize", ng.defence.resize { model = model } },
  { "noise .05", ng.defence.noise { model = model, sigma = 0.05 } },
  { "noise .05, fresh", ng.defence.noise { model = model, sigma = 0.05, fresh = true } },
}

local function percent(share) return share and ("%.0f %%"):format(100 * share) or "–" end
-- format counts bytes, not letters.
local function padded(words, width) return (" "):rep(width - utf8.len(words)) .. words end

print(padded("defence", 22), padded("accuracy", 9), padded("under attack", 13), padded("95 %", 14), padded("charged mean", 13),
  padded("other class when asked again", 29))
for _, victim in ipairs(victims) do
  local report = ng.attack.run { model = victim[2], data = data, method = ng.attack[options.method](), norm = options.norm, eps = options.eps,
    count = options.count, budget = options.budget, seed = options.seed }
  print(padded(victim[1], 22), padded(percent(report.clean_accuracy), 9), padded(percent(report.accuracy_under_attack), 13),
    padded(percent(1 - report.success_high) .. " to " .. percent(1 - report.success_low), 14), padded(("%.0f"):format(report.charged_mean), 13),
    padded(percent(report.inconsistent or 0), 29))
end
