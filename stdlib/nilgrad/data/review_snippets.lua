-- ng.data.review_snippets: sentences of film reviews, each rated by at least twenty people.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local lines_of = require "nilgrad.task.read.lines"

local check = native.catalog.describe {
  kind = "data", name = "review_snippets",
  summary = "10,605 film-review snippets, each with the mean of people's ratings from −4 to 4; ./bootstrap data fetches them",
  signature = "ng.data.review_snippets { split = … } -> { text: string, rating: number, label: integer?, id: integer }[]",
  options = {
    { name = "split", type = "string", choices = { "all", "train", "dev", "test" }, default = "all",
      help = "all: as they stand in the file. The rest share those with a label, each text once: 2,000 for test, 1,000 for dev, "
        .. "the others for train, in the order of ng.random(0)" },
    { name = "path", type = "string", default_text = "data/review_snippets of ./bootstrap data; NILGRAD_DATA names another data folder",
      help = "their folder" },
  },
  members = {
    { name = "label", help = "1 where the rating is above 0, 0 where it is below, nil at 0 (37 of them)" },
  },
  reference = "Hutto & Gilbert, ICWSM 2014: VADER; from the source archive of vaderSentiment 2.5 (MIT). Their sentences come from "
    .. "Rotten Tomatoes, as SST-2's do: do not train on one and test on the other",
  example = [[
local data = ng.data.review_snippets { split = "test" }
return data, data[1].text, data[1].label]],
}

local name = "movieReviewSnippets_GroundTruth.txt"
local shares = { test = 2000, dev = 1000 }

-- Folders that may hold it: of a build tree, and of an installed program.
local function folders(path)
  if path then return { path } end
  local data = os.getenv "NILGRAD_DATA"
  if data and data ~= "" then return { data .. "/review_snippets" } end
  local program = native.info().program:match "^(.*)/[^/]*$" or "."
  return { program .. "/../../data/review_snippets", program .. "/../share/nilgrad/data/review_snippets" }
end

local function open(path)
  local tried = folders(path)
  for _, folder in ipairs(tried) do
    local stream = io.open(folder .. "/" .. name, "rb")
    if stream then return stream, folder .. "/" .. name end
  end
  raise("ng.data.review_snippets reads %s/%s, which is not there; ./bootstrap data fetches it", tried[1], name)
end

local function read(path)
  local stream <close>, file = open(path)
  local list = {}
  for number, line in lines_of(stream:read "a" or "") do
    local id, rating, text = line:match "^(%d+)\t([-%d.e]+)\t(.*)$"
    rating = tonumber(rating)
    if not rating or not text:find "%S" or not utf8.len(text) then raise("%s:%d: must be a number, a rating and a text, with tabs between", file, number) end
    list[#list + 1] = { id = math.tointeger(id), rating = rating, text = text, label = rating > 0 and 1 or rating < 0 and 0 or nil }
  end
  if #list == 0 then raise("%s: the file is empty", file) end
  return list
end

-- Those with a label, each text once.
local function labelled(list)
  local kept, seen = {}, {}
  for _, snippet in ipairs(list) do
    if snippet.label and not seen[snippet.text] then kept[#kept + 1] = snippet end
    seen[snippet.text] = true
  end
  return kept
end

local function part(list, split)
  local kept, chosen = labelled(list), {}
  local test = math.min(shares.test, #kept // 5)
  local dev = math.min(shares.dev, #kept // 10)
  local first, last = 1, test
  if split == "dev" then first, last = test + 1, test + dev elseif split == "train" then first, last = test + dev + 1, #kept end
  local positions = table.move(native.random(0):permutation(#kept), first, last, 1, {})
  table.sort(positions)
  for i, position in ipairs(positions) do chosen[i] = kept[position] end
  return chosen
end

local function text_of(list) return ("review snippets, %s: %d"):format(list.split, #list) end
local metatable = { __name = "nilgrad.review_snippets", __tostring = text_of }

native.catalog.describe {
  kind = "object", name = "review_snippets",
  summary = "film-review snippets, a list; prints as their count",
  methods = {},
  members = {
    { "data[i]", "{ text =, rating = from −4 to 4, label = 1, 0 or nil, id = }; #data is their count" },
  },
  example = [[
local path = "build/data/movieReviewSnippets_GroundTruth.txt"   -- ./bootstrap data fetches it
local file = io.open(path)
if file then file:close() end
return file and ng.data.review_snippets {} or "not fetched"]],
}

return function(options)
  options = check(options)
  local all = read(options.path)
  local list = options.split == "all" and all or part(all, options.split)
  list.split = options.split
  return setmetatable(list, metatable)
end
