-- Reports as pages that need nothing but themselves: numbers, curves, pictures, and what is needed to do it again.
local charts = require "nilgrad.attack.report.charts"
local gallery = require "nilgrad.attack.report.gallery"
local page = require "nilgrad.plot.page.page"
local settings = require "nilgrad.attack.report.settings"
local text = require "nilgrad.attack.report.text"
local words = require "nilgrad.attack.report.words"

local html = {}

local function sections_of()
  local list = {}
  return list, function(title, ...)
    local body = table.concat({ ... }, "\n")
    if body ~= "" then list[#list + 1] = { title = title, body = body } end
  end
end

local function paragraphs(sentences)
  local lines = {}
  for i, sentence in ipairs(sentences) do lines[i] = "<p>" .. page.escaped(sentence) .. "</p>" end
  return table.concat(lines, "\n")
end

-- Names of columns and rows of texts, all numbers.
local function numbers_table(head, body, first_is_text)
  local names, rows = {}, {}
  for c, name in ipairs(head) do names[c] = { name:gsub("^>", ""), not (first_is_text and c == 1) and "n" or nil } end
  for r, cells in ipairs(body) do
    rows[r] = {}
    for c in ipairs(head) do rows[r][c] = page.cell(cells[c] or "", names[c][2] or "long") end
  end
  return page.table(names, rows)
end

local function tiles(report)
  local list = { { words.percent(report.accuracy_under_attack), "accuracy under attack, ε " .. words.eps(report.eps) },
    { words.percent(report.success), ("of %s fooled"):format(words.count(report.attacked, "image")) } }
  if report.attacked > 0 then list[#list + 1] = { words.interval(report.success_low, report.success_high), "95 % interval of that" } end
  if report.median_queries then list[#list + 1] = { ("%g"):format(report.median_queries), "median queries" } end
  list[#list + 1] = { words.percent(report.clean_accuracy), "accuracy before" }
  if report.unanswered > 0 then list[#list + 1] = { report.unanswered, "images got no answer", "failed" } end
  return page.tiles(list)
end

-- Of attacks in L∞ almost all reach ε: how far they go in L2 says more.
local histogrammed = { linf = { "l2" }, l2 = { "l2", "linf" }, l1 = { "l1", "l2" }, l0 = { "l0", "l2" }, none = { "l2", "linf" } }

local function charts_of(reports)
  local figures = charts.success(reports)
  figures[#figures + 1] = charts.accuracy(reports)
  figures[#figures + 1] = charts.distance(reports)
  if #reports == 1 then
    for n, norm in ipairs(histogrammed[reports[1].norm]) do
      if n > 1 and #reports[1].levels > 1 then break end
      for _, figure in ipairs(charts.distortion(reports[1], norm)) do figures[#figures + 1] = figure end
    end
  end
  return #figures > 0 and '<div class="charts">' .. table.concat(figures, "\n") .. "</div>" or ""
end
html.charts_of = charts_of

local image_head = { { "image", "n" }, { "class" }, { "ε", "n" }, { "fooled" }, { "queries", "n" }, { "becomes" }, { "confidence", "n" },
  { "L∞", "n" }, { "L2", "n" }, { "8 bits" } }

-- Every image at every ε.
local function images_table(report)
  local rows, cell = {}, page.cell
  for _, level in ipairs(report.levels) do
    for _, image in ipairs(level.images) do
      local class = image.success and words.class(report, image.predicted) or ""
      rows[#rows + 1] = { cell(image.index, "n"), cell(words.class(report, image.label)), cell(words.eps(level.eps), "n"),
        cell(image.success and "yes" or image.failed and "no answer: " .. image.failed or "no", image.failed and "failed" or nil),
        cell(image.queries, "n"), cell(class), cell(image.confidence and ("%.1f %%"):format(100 * image.confidence) or "", "n"),
        cell(image.linf and ("%.4f"):format(image.linf) or "", "n"), cell(image.l2 and ("%.4f"):format(image.l2) or "", "n"),
        cell(image.success and (image.survives_8bit and "yes" or "no") or "") }
    end
  end
  return "<details><summary>" .. words.count(#rows, "row") .. "</summary>" .. page.table(image_head, rows) .. "</details>"
end

local function settings_of(reports)
  local parts = {}
  for i, report in ipairs(reports) do parts[i] = page.facts(report.method, settings.facts(report)) end
  return table.concat(parts, "<p></p>")
end
html.settings_of = settings_of

local function date() return os.date "%Y-%m-%d %H:%M" end

-- The smallest ε at which there are enough to see.
local function shown_level(report)
  local levels, most = table.move(report.levels, 1, #report.levels, 1, {}), 0
  for _, level in ipairs(levels) do most = math.max(most, level.successes) end
  table.sort(levels, function(a, b) return a.eps < b.eps end)
  for _, level in ipairs(levels) do
    if level.successes >= math.min(6, most) then return level end
  end
end

function html.report(report)
  local list, add = sections_of()
  add("Summary", tiles(report), paragraphs(text.notes(report)), numbers_table(text.table_of(report)))
  add("Curves", charts_of { report })
  local level = shown_level(report)
  add("Images" .. (#report.levels > 1 and ", ε = " .. words.eps(level.eps) or ""), gallery(report, level.images) or "")
  add("To reproduce", page.facts("setting", settings.facts(report)))
  if #report.images > 0 then add("All images", images_table(report)) end
  return page.document(("%s against %s"):format(report.method, report.model),
    ("A black-box attack, %s, %s"):format(words.norms[report.norm], date()), list, true)
end

function html.comparison(comparison)
  local list, add = sections_of()
  local reports = comparison.reports
  for _, level in ipairs(reports[1].levels) do
    local head, body = comparison:rows_at(level.eps)
    add("ε = " .. words.eps(level.eps), numbers_table(head, body, true))
  end
  add("How it was reckoned", paragraphs { comparison:method_of_intervals() })
  add("Curves", charts_of(reports))
  add("To reproduce", settings_of(reports))
  return page.document("Attacks compared on " .. reports[1].model, comparison:head() .. ", " .. date(), list, true)
end

html.sections_of, html.paragraphs, html.numbers_table, html.date = sections_of, paragraphs, numbers_table, date

return html
