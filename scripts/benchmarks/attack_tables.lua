-- Attacks on the Fashion-MNIST classifiers beside those of other libraries, on the same images: success, queries, survival of rounding to
-- 8 bits, processor time, and paired differences with 95 % intervals.
-- Usage: nilgrad attack_tables.lua [methods=simba,zoo] [threats=linf0.1,linf0.05,l2_1.5] [count=200] [budget=10000] [seed=0]
--                                  [model=fashion_cnn|fashion_cnn_hardened] [peers=FILE] [directions=yes] [seeds=3]
--   methods     names of ng.attack, all by default; those without a threat's norm are left out of it
--   count       the first so many test images that the model classifies correctly
--   peers       JSON: { "MODEL.NAME.THREAT.visible": { image_index = […] from 0, first_success_query = […], −1: none, … } }
--   directions  instead: gradient attacks by DAP, sphere, Rademacher and Gaussian directions at equal queries, the mean of so many seeds,
--               with paired bootstrap intervals over the images
-- Charged means and medians take a failure for the budget. Differences are ours − theirs on the images that they were run on: success by
-- Newcombe's paired interval and McNemar's exact p, charged means by the paired bootstrap.
local ng = require "nilgrad"
local paired = require "nilgrad.attack.compare.paired"
local statistics = require "nilgrad.statistics"
local rows = require "nilgrad.text".rows

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { methods = "all", threats = "linf0.1,linf0.05,l2_1.5", count = "200", budget = "10000", seed = "0", seeds = "3", model = "fashion_cnn" }
for _, word in ipairs(arg) do
  local name, value = word:match "^(%a+)=(.*)$"
  if not name or not (options[name] or name == "peers" or name == "directions") then error("unknown argument '" .. word .. "'", 0) end
  options[name] = value
end
local count, budget, seed, seeds = tonumber(options.count), tonumber(options.budget), tonumber(options.seed), tonumber(options.seeds)

local threats = {
  ["linf0.1"] = { norm = "linf", eps = 0.1, title = "L∞ ε 0.1", peer = "linf0.1" },
  ["linf0.05"] = { norm = "linf", eps = 0.05, title = "L∞ ε 0.05", peer = "linf0.05" },
  ["l2_1.5"] = { norm = "l2", eps = 1.5, title = "L2 ε 1.5", peer = "l21.5" },
  none = { norm = "none", title = "no norm: rotations and translations", peer = "none" },
}

-- Our settings of a method, and which of the peers' rows are of the same one.
local settings = {
  { "square", "ng.attack.square()", "[sS]quare" },
  { "bandits", "ng.attack.bandits()", "bandits" },
  { "nes", "ng.attack.nes()", "own_nes" },
  { "simba", "ng.attack.simba()", "SimBA_px" },
  { "simba", "ng.attack.simba { basis = 'dct' }", "SimBA_dct" },
  { "zoo", "ng.attack.zoo()", "[zZ]oo" },
  { "zoo", "ng.attack.zoo { preset = 'fast' }", "[zZ]oo" },
  { "zo_signsgd", "ng.attack.zo_signsgd()" },
  { "zo_adamm", "ng.attack.zo_adamm()" },
  { "rgf", "ng.attack.rgf()" },
  { "p_rgf", "ng.attack.p_rgf()" },
  { "spsa", "ng.attack.spsa()" },
  { "dap", "ng.attack.dap()" },
  { "transform", "ng.attack.transform()" },
  { "hop_skip_jump", "ng.attack.hop_skip_jump()", "HopSkipJump" },
  { "sign_opt", "ng.attack.sign_opt()", "SignOPT" },
  { "boundary", "ng.attack.boundary()", "Boundary" },
  { "geoda", "ng.attack.geoda()", "GeoDA" },
  { "rays", "ng.attack.rays()" },
}

local model = ng.model.load(here .. "/../models/" .. options.model .. ".onnx")
local data = ng.data.fashion_mnist { split = "test" }

local function attack_options(threat)
  return { model = model, data = data, count = count, budget = budget, seed = seed, norm = threat.norm, eps = threat.eps, progress = false }
end

local function chosen(name)
  return options.methods == "all" and ng.attack[name] ~= nil or ("," .. options.methods .. ","):find("," .. name .. ",", 1, true)
end

-- Peers ----------------------------------------------------------------------------------------------------------------------------

local function read_peers()
  if not options.peers then return {} end
  local file <close> = assert(io.open(options.peers))
  return ng.json.decode(file:read "a")
end
local peers = read_peers()

-- The rows of peers for a method under a threat, as { name =, images =, … }.
local function peers_of(pattern, threat)
  local list = {}
  for key, row in pairs(peers) do
    local name, their_threat = key:match("^" .. options.model .. "%.(.-)%.(l.*)%.visible$")
    if pattern and name and name:find(pattern) and their_threat == threat.peer then
      local peer = { name = name, images = {}, survivors_8bit = row.after8bit, cpu = row.cpu_per_1k }
      for i, index in ipairs(row.image_index) do
        local query = row.first_success_query[i]
        peer.images[i] = { index = index + 1, success = query > 0 and query <= budget, queries = query }
      end
      list[#list + 1] = peer
    end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

-- Tables ---------------------------------------------------------------------------------------------------------------------------

local function cells(name, images, survivors, cpu)
  local queries, charged = {}, {}
  for i, image in ipairs(images) do
    charged[i] = image.success and image.queries or budget
    if image.success then queries[#queries + 1] = image.queries end
  end
  local function number(format, value) return value and format:format(value) or "–" end
  return { name, tostring(#images), ("%.1f %%"):format(100 * #queries / #images), number("%.0f", statistics.mean(queries)),
    number("%g", statistics.median(queries)), number("%.0f", statistics.mean(charged)), number("%g", statistics.median(charged)),
    survivors and ("%d/%d"):format(survivors, #queries) or "–", number("%.3f", cpu), "", "", "" }
end

local function peer_cells(report, peer)
  local row = cells("  " .. peer.name, peer.images, peer.survivors_8bit, peer.cpu)
  local difference = paired(report, peer, budget, 10000, seed)
  if difference.images == 0 then return row end
  local success, charged = difference.success_difference, difference.charged_difference
  row[10] = ("%+.1f [%+.1f, %+.1f]"):format(100 * success.value, 100 * success.low, 100 * success.high)
  row[11] = ("%.2g"):format(success.p)
  row[12] = ("%+.0f [%+.0f, %+.0f]"):format(charged.value, charged.low, charged.high)
  return row
end

-- Ours on the images of a peer that was run on fewer.
local function on_images_of(report, peer, name)
  local wanted, images, survivors = {}, {}, 0
  for _, image in ipairs(peer.images) do wanted[image.index] = true end
  for _, image in ipairs(report.images) do
    if wanted[image.index] then
      images[#images + 1] = image
      survivors = survivors + (image.survives_8bit and 1 or 0)
    end
  end
  return cells(name .. ", their images", images, survivors)
end

local function attack(setting, threat)
  local started, run = os.clock(), attack_options(threat)
  run.method = assert(load("local ng = ...; return " .. setting[2]))(ng)
  local possible = false
  for _, norm in ipairs(run.method.norms) do possible = possible or norm == threat.norm end
  if not possible then return nil end
  local report = ng.attack.run(run)
  return report, 1000 * (os.clock() - started) / report.forwards
end

local function add_rows(body, setting, threat)
  local report, cpu = attack(setting, threat)
  if not report then return end
  local name, sizes = setting[2]:match "ng%.attack%.(.*)":gsub("%(%)", ""), { [#report.images] = true }
  body[#body + 1] = cells(name, report.images, report.survivors_8bit, cpu)
  for _, peer in ipairs(peers_of(setting[3], threat)) do
    if #peer.images > 0 and not sizes[#peer.images] then
      sizes[#peer.images] = true
      body[#body + 1] = on_images_of(report, peer, name)
    end
    body[#body + 1] = peer_cells(report, peer)
  end
end

local heads = { "method", ">images", ">success", ">mean q", ">median", ">charged", ">median", ">8-bit", ">CPU s/1k", ">success, ours − theirs", ">p",
  ">charged, ours − theirs" }

local function against_peers()
  for name in options.threats:gmatch "[^,]+" do
    local threat, body = threats[name] or error("unknown threat '" .. name .. "'", 0), {}
    for _, setting in ipairs(settings) do
      if chosen(setting[1]) then add_rows(body, setting, threat) end
    end
    print(("\n%s, %s, %d queries an image, seed %d"):format(threat.title, options.model, budget, seed))
    print(rows(heads, body))
  end
end

-- Directions: 25 of them in an estimate, 50 queries, for all; everything else is ng.attack.gradient's.
local function estimators()
  local list = { { "DAP", ng.estimator.dap { queries = 25, h = 1e-3 } } }
  for _, name in ipairs { "sphere", "Rademacher", "Gaussian" } do
    local perturbation = ng.perturbation[name:lower()]()
    list[#list + 1] = { name, ng.estimator.two_point { perturbation = perturbation, queries = 25, h = 1e-3 } }
  end
  return list
end

-- For each image its share of successes, in per cent, and its mean queries with failures charged, over the seeds.
local function over_seeds(estimator, threat)
  local run, success, charged = attack_options(threat), {}, {}
  run.method = ng.attack.gradient { estimator = estimator }
  for offset = 0, seeds - 1 do
    run.seed = seed + offset
    for i, image in ipairs(ng.attack.run(run).images) do
      success[i] = (success[i] or 0) + (image.success and 100 / seeds or 0)
      charged[i] = (charged[i] or 0) + (image.success and image.queries or budget) / seeds
    end
  end
  return success, charged
end

-- "−1.0 [−2.0, 0.0]": the mean of a − b over the images, with the bootstrap's interval.
local function difference(format, a, b)
  local differences = {}
  for i = 1, #a do differences[i] = a[i] - b[i] end
  local low, high = statistics.bootstrap(differences, seed, 10000)
  return (format .. " [" .. format .. ", " .. format .. "]"):format(statistics.mean(differences), low, high)
end

local function directions()
  for name in options.threats:gmatch "[^,]+" do
    local threat, body = threats[name] or error("unknown threat '" .. name .. "'", 0), {}
    local first_success, first_charged
    for i, entry in ipairs(estimators()) do
      local success, charged = over_seeds(entry[2], threat)
      body[i] = { entry[1], ("%.1f %%"):format(statistics.mean(success)), ("%.0f"):format(statistics.mean(charged)), "", "" }
      if i == 1 then
        first_success, first_charged = success, charged
      else
        body[i][4], body[i][5] = difference("%+.1f", first_success, success), difference("%+.0f", first_charged, charged)
      end
    end
    print(("\n%s, %s, %d images, %d queries an image, %d an estimate, seeds %d to %d"):format(threat.title, options.model, count, budget, 50, seed,
      seed + seeds - 1))
    print(rows({ "directions", ">success", ">charged mean", ">success, DAP − this", ">charged, DAP − this" }, body))
  end
end

if options.directions then directions() else against_peers() end
