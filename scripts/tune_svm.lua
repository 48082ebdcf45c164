-- Tunes a support vector machine, libsvm's svm-train (apt-get install libsvm-tools), on pictures of clothes: which kernel, and its
-- numbers. The learner is a command that reports its error after 125, 250, … 2000 samples, so that trials which do not promise much
-- are stopped early. Two processes share the trials; kill any of them, or all, at any time and run the script again: it goes on.
--
--   nilgrad scripts/tune_svm.lua [FOLDER] [TRIALS] [WORKERS]     FOLDER (tune_svm) keeps the data, the study svm.db and the logs
--   nilgrad study watch FOLDER/svm.db                            looks on from another terminal
local ng = require "nilgrad"
local folder, trials, workers = arg[1] or "tune_svm", tonumber(arg[2] or 60), tonumber(arg[3] or 2)

if not os.execute "command -v svm-train >/dev/null" then
  io.stderr:write "svm-train is not here; it is in Debian's package libsvm-tools\n"
  os.exit(1)
end

-- A line a picture: its class and the means of its 2 × 2 blocks of pixels. Written beside and renamed: both workers come by here.
local function write(name, data)
  local path = folder .. "/" .. name
  local there = io.open(path)
  if there then return there:close() end
  local beside = os.tmpname()
  local file <close> = assert(io.open(beside, "w"))
  for i = 1, #data do
    local words, image = { data[i].label }, data[i].image:reshape { 28, 28 }
    for row = 1, 27, 2 do
      for column = 1, 27, 2 do
        local mean = image:window({ row, column }, { row + 1, column + 1 }):mean()
        if mean > 0 then words[#words + 1] = ("%d:%.3f"):format((row - 1) // 2 * 14 + (column + 1) // 2, mean) end
      end
    end
    file:write(table.concat(words, " "), "\n")
  end
  file:close()
  assert(os.execute(("mv '%s' '%s'"):format(beside, path)))
end

assert(os.execute(("mkdir -p '%s'"):format(folder)))
local pictures = ng.data.fashion_mnist { split = "train" }
write("train.svm", pictures:slice(1, 2000))
write("validation.svm", pictures:slice(2001, 3000))
write("test.svm", ng.data.fashion_mnist { split = "test" }:slice(1, 1000))

local study = ng.study {
  name = "svm", storage = folder .. "/svm.db", seed = 1, logs = folder .. "/logs",
  space = ng.space {
    kernel = ng.space.choice({ "linear", "poly", "rbf" }, { default = "rbf" }),
    C      = ng.space.float(1e-3, 1e3, { log = true, default = 1 }),
    gamma  = ng.space.float(1e-4, 10, { log = true, default = 1 / 196, when = { kernel = { "poly", "rbf" } } }),
    degree = ng.space.int(2, 4, { default = 3, when = { kernel = "poly" } }),
  },
  pruner = ng.pruner.asha { min_resource = 125, reduction = 3 },
  command = { "sh", (arg[0]:match "^(.*)/" or ".") .. "/process/svm_rungs.sh", folder, "{kernel}", "{C}", "{gamma}", "{degree}" },
  report = "^(%d+) ([%d.]+)$", timeout = 120,
}
study:optimize { trials = trials, workers = workers }
print(study)
for i, trial in ipairs(study.top) do
  local p = trial.params
  print(("%2d. error %.4f  trial %-3d %-6s C %-9.3g %s%s"):format(i, trial.value, trial.number, p.kernel, p.C,
    p.gamma and ("gamma %.3g"):format(p.gamma) or "", p.degree and (" degree %d"):format(p.degree) or ""))
end
