-- What ng.attack.run returns: numbers, images, print(report) and report:save(path).
local native = require "nilgrad.native"
local write_file = require "nilgrad.write_file"

local Report = { __name = "nilgrad.attack_report" }
Report.__index = Report

local function mean(numbers)
  local sum = 0
  for _, number in ipairs(numbers) do sum = sum + number end
  return #numbers > 0 and sum / #numbers or nil
end

local function median(numbers)
  local sorted, count = table.move(numbers, 1, #numbers, 1, {}), #numbers
  if count == 0 then return nil end
  table.sort(sorted)
  return (sorted[(count + 1) // 2] + sorted[count // 2 + 1]) / 2
end

local function image_of(job)
  local image = {
    index = job.image.index, label = job.image.label, original = job.image.image, clean_confidence = job.image.clean_confidence,
    success = job.success, queries = job.queries,
  }
  if not job.success then return image end
  for _, field in ipairs { "adversarial", "predicted", "confidence", "linf", "l2", "survives_8bit" } do image[field] = job[field] end
  return image
end

-- The numbers of one ε.
local function summarise(level, budget)
  local queries, charged, linf, l2, survivors, total = {}, {}, {}, {}, 0, 0
  for i, image in ipairs(level.images) do
    charged[i] = image.success and image.queries or budget
    total = total + image.queries
    if image.success then
      queries[#queries + 1], linf[#linf + 1], l2[#l2 + 1] = image.queries, image.linf, image.l2
      survivors = survivors + (image.survives_8bit and 1 or 0)
    end
  end
  local attacked = #level.images
  level.attacked, level.queries, level.survivors_8bit, level.successes = attacked, total, survivors, #queries
  level.success = attacked > 0 and #queries / attacked or nil
  level.accuracy_under_attack = attacked > 0 and 1 - #queries / attacked or nil
  level.mean_queries, level.median_queries = mean(queries), median(queries)
  level.charged_mean, level.charged_median = mean(charged), median(charged)
  level.mean_linf, level.mean_l2 = mean(linf), mean(l2)
  return level
end

local norm_names = { linf = "L∞", l2 = "L2" }

local function percent(share) return share and ("%.1f %%"):format(100 * share) or "–" end
local function number(format) return function(value) return value and format:format(value) or "–" end end

local columns = {
  { "ε", function(level) return ("%g"):format(level.eps) end },
  { "success", function(level) return percent(level.success) end },
  { "mean queries", function(level) return number "%.1f" (level.mean_queries) end },
  { "median", function(level) return number "%g" (level.median_queries) end },
  { "mean, failures charged", function(level) return number "%.1f" (level.charged_mean) end },
  { "median", function(level) return number "%g" (level.charged_median) end },
  { "accuracy under attack", function(level) return percent(level.accuracy_under_attack) end },
  { "mean L∞", function(level) return number "%.4f" (level.mean_linf) end },
  { "mean L2", function(level) return number "%.4f" (level.mean_l2) end },
  { "after 8-bit rounding", function(level) return ("%d/%d"):format(level.survivors_8bit, level.successes) end },
}

local function padded(text, width) return (" "):rep(width - utf8.len(text)) .. text end

-- Rows of cells under their headings, right-aligned.
local function table_of(levels)
  local rows = { {}, }
  for c, column in ipairs(columns) do rows[1][c] = column[1] end
  for r, level in ipairs(levels) do
    rows[r + 1] = {}
    for c, column in ipairs(columns) do rows[r + 1][c] = column[2](level) end
  end
  local lines = {}
  for r, row in ipairs(rows) do
    local cells = {}
    for c, cell in ipairs(row) do
      local width = 0
      for _, other in ipairs(rows) do width = math.max(width, utf8.len(other[c])) end
      cells[c] = padded(cell, width)
    end
    lines[r] = table.concat(cells, "  ")
  end
  return table.concat(lines, "\n")
end

function Report:__tostring()
  local looked_at = self.attacked + #self.skipped
  local head = ("%s on %s, %s, %d queries an image, seed %d"):format(self.method, self.model, norm_names[self.norm], self.budget, self.seed)
  local images = ("%d images attacked; %d of %d skipped, which the model gets wrong anyway"):format(self.attacked, #self.skipped, looked_at)
  return ("%s\n%s\n%s\n%.1f s"):format(head, images, table_of(self.levels), self.seconds)
end

local function header_line(report)
  local eps, skipped = {}, {}
  for i, level in ipairs(report.levels) do eps[i] = level.eps end
  for i, image in ipairs(report.skipped) do skipped[i] = { index = image.index, label = image.label, predicted = image.predicted } end
  return native.json.encode { method = report.method, model = report.model, norm = report.norm, eps = eps, budget = report.budget,
    seed = report.seed, attacked = report.attacked, skipped = skipped, clean_accuracy = report.clean_accuracy or native.json.null }
end

local function image_line(image, level)
  return native.json.encode { eps = level.eps, index = image.index, label = image.label, success = image.success,
    queries = image.queries, predicted = image.predicted, confidence = image.confidence, clean_confidence = image.clean_confidence,
    linf = image.linf, l2 = image.l2, survives_8bit = image.survives_8bit }
end

--- report:save(path): one line of JSON about the run, then one for each image at each ε. The file is there whole or not at all.
function Report:save(path)
  local lines = { header_line(self) }
  for _, level in ipairs(self.levels) do
    for _, image in ipairs(level.images) do lines[#lines + 1] = image_line(image, level) end
  end
  write_file(path, function(partial)
    local file <close> = assert(io.open(partial, "w"))
    assert(file:write(table.concat(lines, "\n"), "\n"))
    assert(file:flush())
  end)
end

return function(run)
  local options, levels = run.options, {}
  local attacked = #run.jobs // #run.levels
  for i, eps in ipairs(run.levels) do
    local level = { eps = eps, images = {} }
    for j = 1, attacked do level.images[j] = image_of(run.jobs[(i - 1) * attacked + j]) end
    levels[i] = summarise(level, options.budget)
  end
  local report = { levels = levels, method = tostring(options.method), model = run.model.name, norm = options.norm,
    budget = options.budget, seed = options.seed, skipped = run.skipped, seconds = run.seconds }
  local ok, classes = pcall(function() return options.data.classes end)
  report.classes = ok and type(classes) == "table" and classes or nil
  local looked_at = attacked + #run.skipped
  report.clean_accuracy = looked_at > 0 and attacked / looked_at or nil
  for field, value in pairs(levels[1]) do report[field] = value end
  return setmetatable(report, Report)
end
