-- What ng.attack.compare returns: reports, the table, print(comparison) and comparison:save(path).
local native = require "nilgrad.native"
local paired = require "nilgrad.attack.compare.paired"
local records = require "nilgrad.attack.report.records"
local rows = require "nilgrad.text".rows
local save = require "nilgrad.attack.report.save"
local words = require "nilgrad.attack.report.words"

local Comparison = { __name = "nilgrad.attack_comparison" }
Comparison.__index = Comparison

native.catalog.describe {
  kind = "object", name = "attack_comparison",
  summary = "several attacks on the same images, side by side; prints as a table",
  methods = Comparison,
  members = {
    { "comparison.reports: attack_report[]", "one for each method" },
    { "comparison.table: table[]",
      "a row for each ε and method: eps, method, success, success_low, success_high, mean_queries, median_queries, charged_mean, …, and against the baseline success_difference { value, low, high, p } and charged_difference { value, low, high }" },
    { "comparison.baseline: string", "the method that the others are compared with" },
    { "comparison.resamples: integer", "of the bootstrap" },
    { "comparison:head() -> string", "one line: what was compared on what" },
    { "comparison:rows_at(eps: number) -> string[], string[][]", "of one ε: the names of the columns and the rows of texts" },
    { "comparison:method_of_intervals() -> string", "how the differences and intervals were computed" },
    { "comparison:save(path: string)", ".txt, .html, .csv (an image, ε and method a row) or .jsonl" },
  },
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
local comparison = ng.attack.compare { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } },
  methods = { ng.attack.spsa(), ng.attack.nes() }, eps = 0.1, budget = 100, progress = false }
print(comparison:head())
print(comparison:method_of_intervals())
local columns, rows = comparison:rows_at(0.1)
local path = os.tmpname()
comparison:save(path)
os.remove(path)
return columns[1], rows[1][1], comparison.baseline]],
}

local function signed(format, difference)
  if not difference then return "–" end
  return (format .. " [" .. format .. ", " .. format .. "]"):format(difference.value, difference.low, difference.high)
end

local function points(difference)
  if not difference then return "–" end
  return signed("%+.1f", { value = 100 * difference.value, low = 100 * difference.low, high = 100 * difference.high })
end

local heads = { "method", ">success", ">95 %", ">mean queries", ">median", ">mean, failures charged", ">success − baseline, points [95 %]",
  ">p", ">charged mean − baseline [95 %]" }

--- The names of the columns and the rows of texts of one ε; '>' marks what stands at the right.
function Comparison:rows_at(eps)
  local body = {}
  for _, row in ipairs(self.table) do
    if row.eps == eps then
      local success = row.success_difference
      body[#body + 1] = { row.method, words.percent(row.success), row.success and words.interval(row.success_low, row.success_high) or "–",
        words.number("%.1f", row.mean_queries), words.number("%g", row.median_queries), words.number("%.1f", row.charged_mean),
        row.baseline and "baseline" or points(success), row.baseline and "" or words.number("%.3g", success and success.p),
        row.baseline and "" or signed("%+.1f", row.charged_difference) }
    end
  end
  return heads, body
end

--- One line: what was compared on what.
function Comparison:head()
  local first = self.reports[1]
  return ("%s on %s, %s, %d queries an image, seed %d, %s, the same for all"):format(words.count(#self.reports, "method"), first.model,
    words.norms[first.norm], first.budget, first.seed, words.count(#first.images, "image"))
end

--- How the differences and intervals were computed.
function Comparison:method_of_intervals()
  return ("paired on the same images against %s: success by Newcombe's paired interval (1998) and the exact McNemar test, mean queries with "
    .. "failures charged the budget by the paired bootstrap (%d resamples, seed %d); rates by Wilson's interval"):format(self.baseline,
    self.resamples, self.reports[1].seed)
end

function Comparison:__tostring()
  local lines = { self:head() }
  for _, level in ipairs(self.reports[1].levels) do
    local head, body = self:rows_at(level.eps)
    lines[#lines + 1] = "ε = " .. words.eps(level.eps)
    lines[#lines + 1] = rows(head, body, 70)
  end
  lines[#lines + 1] = self:method_of_intervals()
  return table.concat(lines, "\n")
end

local function jsonl(comparison)
  local lines = {}
  for i, row in ipairs(comparison.table) do lines[i] = native.json.encode(row) end
  for _, report in ipairs(comparison.reports) do lines[#lines + 1] = records.jsonl(report):gsub("\n$", "") end
  return table.concat(lines, "\n") .. "\n"
end

local writers = {
  jsonl = jsonl,
  csv = function(comparison) return records.csv(comparison.reports) end,
  txt = function(comparison) return tostring(comparison) .. "\n" end,
  html = function(comparison) return require "nilgrad.attack.report.html".comparison(comparison) end,
}

--- comparison:save(path): by the name's ending, .jsonl, .csv, .txt or .html.
function Comparison:save(path) save(self, path, writers) end

local copied = { "eps", "attacked", "unanswered", "successes", "success", "success_low", "success_high", "mean_queries", "median_queries",
  "charged_mean", "charged_median", "accuracy_under_attack" }

-- The method with the highest success at all ε together; of equals the one with the fewest queries charged.
local function best_of(reports)
  local best, best_success, best_charge
  for i, report in ipairs(reports) do
    local success, charge = 0, 0
    for _, level in ipairs(report.levels) do
      success, charge = success + (level.success or 0), charge + (level.charged_mean or 0)
    end
    if not best or success > best_success or success == best_success and charge < best_charge then
      best, best_success, best_charge = i, success, charge
    end
  end
  return best
end

--- of_reports(reports, baseline, resamples): baseline is the number of a report, or "best".
return function(reports, baseline, resamples)
  if baseline == "best" then baseline = best_of(reports) end
  local comparison = { reports = reports, baseline = reports[baseline].method, resamples = resamples, table = {} }
  for l in ipairs(reports[1].levels) do
    for i, report in ipairs(reports) do
      local row = { method = report.method, baseline = i == baseline or nil }
      for _, field in ipairs(copied) do row[field] = report.levels[l][field] end
      if i ~= baseline then
        local difference = paired(report.levels[l], reports[baseline].levels[l], report.budget, resamples, report.seed)
        row.compared, row.success_difference, row.charged_difference = difference.images, difference.success_difference, difference.charged_difference
      end
      comparison.table[#comparison.table + 1] = row
    end
  end
  return setmetatable(comparison, Comparison)
end
