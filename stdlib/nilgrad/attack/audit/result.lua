-- What ng.attack.audit returns: threats, reports, words, print(audit) and audit:save(path).
local findings = require "nilgrad.attack.audit.findings"
local native = require "nilgrad.native"
local records = require "nilgrad.attack.report.records"
local rows = require "nilgrad.text".rows
local save = require "nilgrad.attack.report.save"
local words = require "nilgrad.attack.report.words"

local Audit = { __name = "nilgrad.attack_audit" }
Audit.__index = Audit

native.catalog.describe {
  kind = "object", name = "attack_audit",
  summary = "what several attacks together found; prints as a report in words",
  methods = Audit,
  members = {
    { "audit.threats: table[]",
      "one for each norm and ε: norm, eps, attacked, fooled, accuracy_under_attack with low and high (Wilson, 95 %), robust_accuracy of all images looked at, images (of the attack that took the fewest queries, which .method names), methods" },
    { "audit.tested: string[]", "sentences: what was tested" },
    { "audit.seen: string[]", "sentences: what was seen" },
    { "audit.not_tested: string[]", "sentences: what was not" },
    { "audit.reports: attack_report[]", "one for each attack and norm" },
    { "audit.queries: integer", "asked in all" },
    { "audit.seconds: number", "time it took" },
    { "audit.model: string", "what the model is called" },
    { "audit.clean_accuracy: number", "share of the images looked at that it gets right by itself" },
    { "audit.norms: string[]", "those attacked in" },
    { "audit.by_norm: table<string, attack_report[]>", "the reports of each norm" },
    { "audit.left_out: table[]", "attacks that could not be used: method, norm, reason" },
    { "audit:head() -> string", "one line: of what" },
    { "audit:summary() -> string[], string[][]", "what the model is left with: the names of the columns and a row of texts for each threat" },
    { "audit:methods_of(threat: table) -> string[], string[][]", "each attack of a threat alone, as columns and rows of texts" },
    { "audit:save(path: string)", ".txt, .html, .csv (an image, ε and attack a row) or .jsonl" },
  },
  example = [=[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
local data = { { image = { 0.55, 0.5 }, label = 1 }, { image = { 0.9, 0.1 }, label = 1 } }
local audit = ng.attack.audit(model, data, { methods = { ng.attack.nes() }, eps = { linf = 0.1 }, budget = 100, progress = false })
print(audit:head(), audit.tested[1])
local columns, rows = audit:summary()
print(columns[1], rows[1][1], #select(2, audit:methods_of(audit.threats[1])))
local path = os.tmpname()
audit:save(path .. ".txt")
os.remove(path .. ".txt")
return audit.threats[1].robust_accuracy]=],
}

local heads = { "threat", ">accuracy under attack", ">95 %", ">of all images", ">95 %", ">fooled", ">after 8-bit rounding" }
local method_heads = { "attack", ">success", ">95 %", ">median queries", ">mean, failures charged", ">fooled by it alone" }

--- What the model is left with: the names of the columns and a row of texts for each threat.
function Audit:summary()
  local body = {}
  for i, threat in ipairs(self.threats) do
    body[i] = { words.norms[threat.norm] .. ", ε " .. words.eps(threat.eps), words.percent(threat.accuracy_under_attack),
      words.interval(threat.low, threat.high), words.percent(threat.robust_accuracy), words.interval(threat.robust_low, threat.robust_high),
      ("%d/%d"):format(threat.fooled, threat.attacked), ("%d/%d"):format(threat.survivors_8bit, threat.fooled) }
  end
  return heads, body
end

--- Each attack of a threat alone.
function Audit:methods_of(threat)
  local body = {}
  for i, row in ipairs(threat.methods) do
    body[i] = { row.method, words.percent(row.success), row.success and words.interval(row.success_low, row.success_high) or "–",
      words.number("%g", row.median_queries), words.number("%.1f", row.charged_mean), ("%d"):format(row.alone) }
  end
  return method_heads, body
end

--- One line.
function Audit:head()
  return ("Audit of %s: accuracy %s before; what attacks leave of it, at most"):format(self.model, words.percent(self.clean_accuracy))
end

local function bullets(lines, title, sentences)
  lines[#lines + 1] = title
  for _, sentence in ipairs(sentences) do lines[#lines + 1] = "  - " .. sentence end
end

function Audit:__tostring()
  local lines = { self:head(), rows(self:summary()) }
  for _, threat in ipairs(self.threats) do
    lines[#lines + 1] = ("%s, ε %s"):format(words.norms[threat.norm], words.eps(threat.eps))
    local head, body = self:methods_of(threat)
    lines[#lines + 1] = rows(head, body, 70)
  end
  bullets(lines, "Tested", self.tested)
  bullets(lines, "Seen", self.seen)
  bullets(lines, "Not tested", self.not_tested)
  lines[#lines + 1] = ("%.1f s"):format(self.seconds)
  return table.concat(lines, "\n")
end

local threat_fields = { "norm", "eps", "attacked", "fooled", "unanswered", "accuracy_under_attack", "low", "high", "robust_accuracy", "robust_low",
  "robust_high", "survivors_8bit", "methods" }

local function jsonl(audit)
  local lines = {}
  for i, threat in ipairs(audit.threats) do
    local record = {}
    for _, field in ipairs(threat_fields) do record[field] = threat[field] end
    lines[i] = native.json.encode(record)
  end
  lines[#lines + 1] = native.json.encode { tested = audit.tested, seen = audit.seen, not_tested = audit.not_tested }
  for _, report in ipairs(audit.reports) do lines[#lines + 1] = records.jsonl(report):gsub("\n$", "") end
  return table.concat(lines, "\n") .. "\n"
end

local writers = {
  jsonl = jsonl,
  csv = function(audit) return records.csv(audit.reports) end,
  txt = function(audit) return tostring(audit) .. "\n" end,
  html = function(audit) return require "nilgrad.attack.audit.page"(audit) end,
}

--- audit:save(path): by the name's ending, .txt, .html, .csv (an image, ε and attack a row) or .jsonl.
function Audit:save(path) save(self, path, writers) end

--- of_threats(audit): { model, reports, by_norm, norms, threats, left_out, queries, seconds } becomes the object.
return function(audit)
  local first = audit.reports[1]
  audit.model, audit.clean_accuracy = first.model, first.clean_accuracy
  audit.tested, audit.seen, audit.not_tested = findings.tested(audit), findings.seen(audit), findings.not_tested(audit)
  return setmetatable(audit, Audit)
end
