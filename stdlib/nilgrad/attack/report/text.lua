-- A report as text: what print(report) shows and report:save "x.txt" writes.
local rows = require "nilgrad.text".rows
local words = require "nilgrad.attack.report.words"

local text = {}

local percent, number = words.percent, words.number

local columns = {
  { "ε", function(level) return words.eps(level.eps) end },
  { "success", function(level) return percent(level.success) end },
  { "95 %", function(level) return level.attacked > 0 and words.interval(level.success_low, level.success_high) or "–" end },
  { "mean queries", function(level) return number("%.1f", level.mean_queries) end },
  { "median", function(level) return number("%g", level.median_queries) end },
  { "mean, failures charged", function(level) return number("%.1f", level.charged_mean) end },
  { "median", function(level) return number("%g", level.charged_median) end },
  { "accuracy under attack", function(level) return percent(level.accuracy_under_attack) end },
  { "mean L∞", function(level) return number("%.4f", level.mean_linf) end, "linf" },
  { "mean L2", function(level) return number("%.4f", level.mean_l2) end, "l2" },
  { "mean L1", function(level) return number("%.4f", level.mean_l1) end, "l1" },
  { "mean L0", function(level) return number("%.1f", level.mean_l0) end, "l0" },
  { "after 8-bit rounding", function(level) return ("%d/%d"):format(level.survivors_8bit, level.successes) end },
}

--- table_of(report): the names of the columns, and a row of texts for each ε. L1 and L0 are shown where they are the norm.
function text.table_of(report)
  local head, body = {}, {}
  for r in ipairs(report.levels) do body[r] = {} end
  for _, column in ipairs(columns) do
    local norm = column[3]
    if not norm or norm == "linf" or norm == "l2" or norm == report.norm then
      head[#head + 1] = column[1]
      for r, level in ipairs(report.levels) do body[r][#head] = column[2](level) end
    end
  end
  return head, body
end

--- What was attacked how: one line.
function text.head(report)
  local access = report.access and report.access ~= "logits" and ", the model shows " .. report.access:gsub("_", "-") or ""
  return ("%s on %s, %s%s, %d queries an image, seed %d"):format(report.method, report.model, words.norms[report.norm],
    (report.targeted and ", targeted" or "") .. access, report.budget, report.seed)
end

-- How many images were passed over and why.
local function skipped_words(report)
  local images = report.attacked + report.unanswered
  local head = ("%s attacked; %d of %d skipped, which the model gets wrong anyway"):format(words.count(images, "image"),
    report.misclassified, images + #report.skipped)
  local others = #report.skipped - report.misclassified
  return others == 0 and head or ("%s, and %d of the target class"):format(head, others)
end

local function add_randomness(notes, report)
  local scores = report.asked_twice and report.asked_twice.scores or 0
  if (report.inconsistent or 0) > 0 then
    notes[#notes + 1] = ("the model gave another class the second time for %s of the images asked about twice: its answers are random, "
      .. "and so are these numbers"):format(words.percent(report.inconsistent))
  elseif scores > 0 then
    notes[#notes + 1] = ("the model gave other scores the second time for %d of %d images, though the same classes: its answers are random")
      :format(scores, report.asked_twice.images)
  end
end

--- What the reader must know to read the numbers: a list of sentences.
function text.notes(report)
  local notes = { skipped_words(report) }
  for _, level in ipairs(report.levels) do
    if level.unanswered > 0 then
      notes[#notes + 1] = ("ε %s: %s got no answer and are in none of the rates, first: %s"):format(words.eps(level.eps),
        words.count(level.unanswered, "image"), level.first_failure)
    end
  end
  if report.not_finite > 0 then
    notes[#notes + 1] = ("%s had a NaN or an infinite score: charged, and never a success"):format(words.count(report.not_finite, "answer"))
  end
  add_randomness(notes, report)
  return notes
end

--- The whole of it.
function text.of(report)
  local head, body = text.table_of(report)
  for c, name in ipairs(head) do head[c] = ">" .. name end
  local lines = text.notes(report)
  table.insert(lines, 1, text.head(report))
  lines[#lines + 1] = rows(head, body)
  local forwards = report.forwards and ("%s forwards, "):format(words.grouped(report.forwards)) or ""
  lines[#lines + 1] = ("%s%.1f s"):format(forwards, report.seconds)
  return table.concat(lines, "\n")
end

return text
