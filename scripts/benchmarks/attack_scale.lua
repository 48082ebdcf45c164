-- Whether an attack's cost a query stays the same as images grow in number: Square on the hardened Fashion-MNIST classifier, where
-- most images use up their budget. Each row is a process of its own, so that its peak memory is its own.
-- Usage: nilgrad attack_scale.lua [images,…=10,100,1000] [budget=5000]
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."

local function peak_megabytes()
  for line in io.lines "/proc/self/status" do
    local kilobytes = line:match "^VmHWM:%s*(%d+)"
    if kilobytes then return tonumber(kilobytes) / 1024 end
  end
end

local function run(count, budget)
  local model = ng.model.load(here .. "/../models/fashion_cnn_hardened.onnx")
  local data = ng.data.fashion_mnist { split = "test" }
  local before = peak_megabytes()
  local began = os.clock()
  local report = ng.attack.run { model = model, data = data, count = count, method = ng.attack.square(), eps = 0.05, budget = budget,
    seed = 1, progress = false }
  local queries = 0
  for _, image in ipairs(report.images) do queries = queries + image.queries end
  local processor = os.clock() - began
  print(("| %6d | %8d | %6.1f | %7.1f | %9.2f | %8.0f | %10.0f |"):format(count, queries, report.seconds, processor, processor / queries * 1e6,
    before, peak_megabytes()))
end

if arg[1] == "--row" then return run(tonumber(arg[2]), tonumber(arg[3])) end
print "| images |  queries | wall s |   CPU s | CPU µs a query | MB before | MB at most |\n|---|---|---|---|---|---|---|"
io.stdout:flush()
for count in (arg[1] or "10,100,1000"):gmatch "%d+" do
  os.execute(("'%s' '%s' --row %s %s"):format(arg[-1], arg[0], count, arg[2] or "5000"))
end
