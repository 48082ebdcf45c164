-- What report:save writes for programs, the same bytes for the same run: a line of JSON about the run and one for each image at each ε,
-- or the images as CSV.
local native = require "nilgrad.native"

local records = {}

local fields = { "eps", "index", "label", "target", "success", "queries", "predicted", "confidence", "clean_confidence", "linf", "l2", "l1",
  "l0", "survives_8bit", "failed" }

local function header(report)
  local eps, skipped = {}, {}
  for i, level in ipairs(report.levels) do eps[i] = level.eps < math.huge and level.eps or native.json.null end
  for i, image in ipairs(report.skipped) do
    skipped[i] = { index = image.index, label = image.label, predicted = image.predicted, reason = image.reason }
  end
  return { method = report.method, model = report.model, norm = report.norm, eps = eps, budget = report.budget, seed = report.seed,
    attacked = report.attacked, skipped = skipped, clean_accuracy = report.clean_accuracy or native.json.null, access = report.access,
    targeted = report.targeted or nil, stop = report.stop, forwards = report.forwards, inconsistent = report.inconsistent,
    nilgrad = report.version }
end

-- A number that is none, such as a confidence in infinite scores, has no place in a file.
local function told(value)
  if math.type(value) == "float" and (value ~= value or math.abs(value) == math.huge) then return nil end
  return value
end

-- Calls `visit` with the fields of each image at each ε.
local function each(report, visit)
  for _, level in ipairs(report.levels) do
    for _, image in ipairs(level.images) do
      local record = {}
      for _, field in ipairs(fields) do record[field] = told(image[field]) end
      record.eps = told(level.eps)
      visit(record, image)
    end
  end
end

function records.jsonl(report)
  local lines, written = { native.json.encode(header(report)) }, {}
  each(report, function(record, image)
    local path = image.path
    if path and #path > 0 and not written[path] then -- one run for all ε has one path an image
      written[path], record.path = true, {}
      for i, step in ipairs(path) do record.path[i] = { step.queries, step.distance } end
    end
    lines[#lines + 1] = native.json.encode(record)
  end)
  return table.concat(lines, "\n") .. "\n"
end

-- A cell as RFC 4180 has it.
local function cell(value)
  if value == nil then return "" end
  if math.type(value) == "float" then value = ("%.9g"):format(value) end
  local words = tostring(value)
  return words:find '[",\r\n]' and '"' .. words:gsub('"', '""') .. '"' or words
end

local run_fields = { "method", "model", "norm", "budget", "seed" }

--- Rows for reports one after another, under one heading.
function records.csv(reports)
  local names = table.move(fields, 1, #fields, #run_fields + 1, table.move(run_fields, 1, #run_fields, 1, {}))
  local lines = { table.concat(names, ",") }
  for _, report in ipairs(reports) do
    each(report, function(record)
      local cells = {}
      for i, name in ipairs(run_fields) do cells[i] = cell(report[name]) end
      for _, name in ipairs(fields) do cells[#cells + 1] = cell(record[name]) end
      lines[#lines + 1] = table.concat(cells, ",")
    end)
  end
  return table.concat(lines, "\n") .. "\n"
end

return records
