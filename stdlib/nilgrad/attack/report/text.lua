-- A report as text: what print(report) shows and report:save "x.txt" writes.
local rows = require "nilgrad.text".rows
local words = require "nilgrad.attack.report.words"

local text = {}

local percent, number = words.percent, words.number

local columns = {
  { "ε", function(level) return ("%g"):format(level.eps) end },
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

--- What the reader must know to read the numbers: a list of sentences.
function text.notes(report)
  local looked_at = report.attacked + report.unanswered + #report.skipped
  local notes = { ("%d images attacked; %d of %d skipped, which the model gets wrong anyway"):format(report.attacked + report.unanswered,
    #report.skipped, looked_at) }
  for _, level in ipairs(report.levels) do
    if level.unanswered > 0 then
      notes[#notes + 1] = ("ε %g: %s got no answer and are in none of the rates, first: %s"):format(level.eps,
        words.count(level.unanswered, "image"), level.first_failure)
    end
  end
  if (report.inconsistent or 0) > 0 then
    notes[#notes + 1] = ("the model answered %s of the verified images otherwise the second time: its answers are random, and so are these numbers")
      :format(percent(report.inconsistent))
  end
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
