-- Decision-based attacks on the Fashion-MNIST CNN: the median distance of the nearest adversarial image after 1,000, 2,000, 5,000
-- and 10,000 queries, the queries to come within ε, and beside them what other libraries did on the same images.
-- Usage: nilgrad attack_distances.lua [images=N] [peers=peers.json] [indices=visible_indices.txt] [seed=1] [model=fashion_cnn]
--        [methods=hop_skip_jump,sign_opt,sign_opt_white,…] [norm=l2]
-- indices: a file of test images by position, from 0; without it the first N that the model classifies correctly.
-- peers: per library a table with n, success, mean, median, charged, image_index (from 0), first_success_query (−1: none) and
-- median_best_l2 by queries, under the key MODEL.LIBRARY.l21.5.visible; differences are paired over the images that both attacked.
local ng = require "nilgrad"
local statistics = require "nilgrad.statistics"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { images = 200, seed = 1, model = "fashion_cnn", norm = "l2", budget = 10000 }
for _, given in ipairs(arg) do
  local name, value = given:match "^(%w+)=(.*)$"
  if not name then error("not name=value: " .. given, 0) end
  options[name] = tonumber(value) or value
end
local eps = options.norm == "l2" and 1.5 or 0.1
local marks = { 1000, 2000, 5000, 10000 }
local model = ng.model.load(("%s/../models/%s.onnx"):format(here, options.model))
local data = ng.data.fashion_mnist { split = "test" }

local function contents(path)
  local file <close> = assert(io.open(path))
  return file:read "a"
end

local function chosen()
  if not options.indices then return nil end
  local list = {}
  for position in contents(options.indices):gmatch "%d+" do list[#list + 1] = tonumber(position) + 1 end
  return list
end

local function distance_at(image, queries)
  local distance = math.huge
  for _, point in ipairs(image.path) do
    if point.queries <= queries then distance = point.distance end
  end
  return distance
end

local function first_within(image)
  for _, point in ipairs(image.path) do
    if point.distance <= eps * (1 + 1e-5) then return point.queries end
  end
end

-- The rows of peers.json that belong to a method: libraries' names for it.
local libraries = {
  hop_skip_jump = { "art_HopSkipJump", "foolbox_HopSkipJumpAttack" }, sign_opt = { "art_SignOPTAttack" },
  boundary = { "foolbox_BoundaryAttack" }, geoda = { "art_GeoDA_tuned", "art_GeoDA" },
}
local peers = options.peers and ng.json.decode(contents(options.peers)) or {}

local function number(format, value) return value and value == value and value < math.huge and format:format(value) or "–" end
local function padded_row(...)
  local cells = table.pack(...)
  for i, cell in ipairs(cells) do cells[i] = tostring(cell) end
  local widths = { -34, 6, 8, 8, 8, 8, 9, 7, 7, 8, 9 }
  for i, width in ipairs(widths) do
    local space = (" "):rep(math.abs(width) - utf8.len(cells[i]))
    cells[i] = width < 0 and cells[i] .. space or space .. cells[i]
  end
  return table.concat(cells, " ")
end

local function summary(name, images, distances, first, extra)
  local queries, charged = {}, {}
  for i, query in ipairs(first) do
    charged[i] = query or options.budget
    if query then queries[#queries + 1] = query end
  end
  return padded_row(name, images, distances[1], distances[2], distances[3], distances[4],
    number("%.1f %%", 100 * #queries / images), number("%.0f", statistics.mean(queries)), number("%.0f", statistics.median(queries)),
    number("%.0f", statistics.mean(charged)), extra or "")
end

local function peer_rows(method, ours)
  for _, library in ipairs(options.norm == "l2" and libraries[method] or {}) do
    local peer = peers[("%s.%s.l21.5.visible"):format(options.model, library)]
    if peer then
      local distances, first, differences, logarithms, own_first = {}, {}, {}, {}, {}
      for i, mark in ipairs(marks) do distances[i] = number("%.3f", peer.median_best_l2[tostring(mark)]) end
      for i, query in ipairs(peer.first_success_query) do
        first[i] = query > 0 and query
        local image = ours[peer.image_index[i]]
        if image then
          local own = first_within(image)
          own_first[#own_first + 1] = own or false
          differences[#differences + 1] = (own or options.budget) - (first[i] or options.budget)
          logarithms[#logarithms + 1] = math.log((own or options.budget) / (first[i] or options.budget))
        end
      end
      print(summary("  " .. library, peer.n, distances, first))
      if #differences > 0 then
        local at = {}
        for i, mark in ipairs(marks) do
          local list = {}
          for _, index in ipairs(peer.image_index) do
            if ours[index] then list[#list + 1] = distance_at(ours[index], mark) end
          end
          at[i] = number("%.3f", statistics.median(list))
        end
        print(summary("  ours, on those images", #differences, at, own_first))
        local low, high = statistics.bootstrap(differences, 1, 4000)
        local low_ratio, high_ratio = statistics.bootstrap(logarithms, 1, 4000)
        print(("    charged queries, ours − theirs: %+.0f (95 %%: %+.0f to %+.0f); ratio, geometric mean: %.2f (%.2f to %.2f)"):format(
          statistics.mean(differences), low, high, math.exp(statistics.mean(logarithms)), math.exp(low_ratio), math.exp(high_ratio)))
      end
    end
  end
end

print(("%s, %s, success within %g, %d queries an image, seed %d"):format(options.model, options.norm, eps, options.budget, options.seed))
print(padded_row("", "images", "@1,000", "@2,000", "@5,000", "@10,000", "success", "mean q", "median", "charged", "CPU s/1k"))
-- Settings to show beside a method's own.
local variants = { sign_opt_white = { "sign_opt", { noise = "white" } } }
local all = options.norm == "l2" and "hop_skip_jump,sign_opt,sign_opt_white,boundary,geoda" or "hop_skip_jump,sign_opt,rays,geoda"
for row in (options.methods or all):gmatch "[%w_]+" do
  local method, settings = row, nil
  if variants[row] then method, settings = table.unpack(variants[row]) end
  local clock = os.clock()
  local report = ng.attack.run { model = model, data = data, indices = chosen(), count = options.images, method = ng.attack[method](settings),
    norm = options.norm, eps = eps, budget = options.budget, seed = options.seed, access = "labels", stop = "budget" }
  clock = os.clock() - clock
  local by_index, first, distances = {}, {}, {}
  for i, image in ipairs(report.images) do
    by_index[image.index - 1] = image
    first[i] = first_within(image) or false
  end
  for i, mark in ipairs(marks) do
    local list = {}
    for j, image in ipairs(report.images) do list[j] = distance_at(image, mark) end
    distances[i] = number("%.3f", statistics.median(list))
  end
  print(summary("ng.attack." .. row, #report.images, distances, first, ("%.3f"):format(clock / report.forwards * 1000)))
  peer_rows(method, by_index)
end
