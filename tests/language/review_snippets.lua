-- ng.data.review_snippets and ng.task.reviews, on a folder with 32 snippets of our own.
local ng = require "nilgrad"

local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir '" .. folder .. "'")
local path = folder .. "/movieReviewSnippets_GroundTruth.txt"

local function write(text)
  local stream <close> = assert(io.open(path, "wb"))
  stream:write(text)
end

local lines = {}
for i = 1, 30 do lines[i] = ("%d\t%s\tSnippet no. %d"):format(i, i % 3 == 0 and "-1.5" or "2.26666666667", i) end
lines[31], lines[32] = "31\t0.0\tNeither", "32\t-1\tSnippet no. 1"
write(table.concat(lines, "\r\n"))

local all = ng.data.review_snippets { path = folder }
print(all, #all, all[1].text, all[1].rating, all[1].label, all[3].label, all[31].label) --> review snippets, all: 32	32	Snippet no. 1	2.26666666667	1	0	nil

-- Each labelled text is in one split, the same every time.
local seen, count = {}, 0
for _, split in ipairs { "train", "dev", "test" } do
  local list = ng.data.review_snippets { path = folder, split = split }
  print(list)
  for _, snippet in ipairs(list) do
    assert(not seen[snippet.text] and snippet.label)
    seen[snippet.text], count = split, count + 1
  end
end
--> review snippets, train: 21
--> review snippets, dev: 3
--> review snippets, test: 6
print(count, seen["Neither"])                                     --> 30	nil
for _, snippet in ipairs(ng.data.review_snippets { path = folder, split = "dev" }) do assert(seen[snippet.text] == "dev") end

local task = ng.task.reviews { path = folder, examples = 12, test_examples = 4 }
print(task)                                                       --> task reviews: 12 train, 3 dev, 4 test
print((task:prompt(task.test[1])):match "^Snippet no. %d+ It was$" ~= nil, table.concat(task:options(task.test[1]), "|")) --> true	 terrible| great
print(seen[task.train[1].text], task.train[1].correct == task.train[1].label + 1) --> train	true
local own = ng.task.classification { template = "{text} It was", labels = { "terrible", "great" },
  train = ng.data.review_snippets { path = folder, split = "train" }, dev = 0 }
print(own)                                                        --> task classification: 21 train, 0 dev, 0 test

local function refused(f, options) print((tostring(select(2, pcall(f, options))):gsub("^tests[^ ]*%.lua:%d+: ", ""):gsub(folder, "FOLDER"))) end
refused(ng.data.review_snippets, { split = "tset" })              --> option 'split' of ng.data.review_snippets must be 'all', 'train', 'dev' or 'test', got 'tset'; did you mean 'test'?
refused(ng.task.reviews, { train = {} })                          --> unknown option 'train' of ng.task.reviews; ...
refused(ng.task.reviews, { path = folder, examples = 22 })        --> option 'examples' of ng.task.reviews is 22, but option 'train' has 21 examples to give
write("1\t0.5\tgood\n2\tbad\n")
refused(ng.data.review_snippets, { path = folder })               --> FOLDER/movieReviewSnippets_GroundTruth.txt:2: must be a number, a rating and a text, with tabs between
write ""
refused(ng.data.review_snippets, { path = folder })               --> FOLDER/movieReviewSnippets_GroundTruth.txt: the file is empty
os.execute("rm -r '" .. folder .. "'")
refused(ng.task.reviews, { path = "none" })                       --> ng.data.review_snippets reads none/movieReviewSnippets_GroundTruth.txt, which is not there; ./bootstrap data fetches it
print(ng.data.idx ~= nil, ng.data.no_such_thing)                  --> true	nil
