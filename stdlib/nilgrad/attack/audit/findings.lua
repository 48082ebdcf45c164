-- What an audit says in words: what was tested, what was seen, and what was not tested.
local words = require "nilgrad.attack.report.words"

local findings = {}

local function list_of(items)
  if #items < 2 then return items[1] or "" end
  return table.concat(items, ", ", 1, #items - 1) .. " and " .. items[#items]
end

local function name_of(threat) return ("%s with ε = %s"):format(words.norms[threat.norm], words.eps(threat.eps)) end

local function threats_of(audit)
  local names = {}
  for i, threat in ipairs(audit.threats) do names[i] = name_of(threat) end
  return list_of(names)
end

local shown = { logits = "all scores (logits)", probabilities = "all scores (probabilities)", top_k = "the scores of its first classes",
  labels = "nothing but its label" }

function findings.tested(audit)
  local first = audit.reports[1]
  local list = {
    ("%s attacks in %s, pixels in [0, 1]."):format(first.targeted and "Targeted" or "Untargeted", threats_of(audit)),
    ("%s that the model classifies correctly, of %d looked at; the model shows %s."):format(words.count(#first.images, "image"),
      #first.images + #first.skipped, shown[first.access]),
    ("At most %d queries an image for each attack, %s queries in all; seed %d."):format(first.budget, words.grouped(audit.queries), first.seed),
  }
  for _, norm in ipairs(audit.norms) do
    local names = {}
    for _, report in ipairs(audit.by_norm[norm]) do names[#names + 1] = report.method end
    list[#list + 1] = ("In %s: %s; an image counts as fooled if any of them fooled it."):format(words.norms[norm], list_of(names))
  end
  list[#list + 1] = "Every success was shown to the model once more, and again with pixels rounded to 8 bits."
  return list
end

local function add_masking(list, threat)
  local labels_only = 0
  for _, row in ipairs(threat.methods) do labels_only = labels_only + (row.access == "labels" and 1 or 0) end
  if labels_only == 0 or labels_only == #threat.methods then return end
  local access, count = {}, 0
  for _, row in ipairs(threat.methods) do access[row.method] = row.access end
  for _, image in ipairs(threat.images) do
    local scores = false
    for _, method in ipairs(image.by) do scores = scores or access[method] ~= "labels" end
    count = count + (#image.by > 0 and not scores and 1 or 0)
  end
  if count > 0 then
    list[#list + 1] = ("%s: attacks that use nothing but labels fooled %s that no attack on scores did. That can be a sign of scores that "
      .. "mislead (masked gradients): trust the labels, and look at the scores."):format(name_of(threat), words.count(count, "image"))
  end
end

local function add_randomness(list, audit)
  local random, scores = 0, false
  for _, report in ipairs(audit.reports) do
    random = math.max(random, report.inconsistent or 0)
    scores = scores or (report.asked_twice and report.asked_twice.scores or 0) > 0
  end
  if random > 0 then
    list[#list + 1] = ("The model gives another class when asked again for up to %s of the images: every rate here is of one draw, and an "
      .. "attacker who asks several times and averages will do better."):format(words.percent(random))
  elseif scores then
    list[#list + 1] = "The model's scores are not the same when asked again: an attacker who averages them will do better."
  else
    list[#list + 1] = "Asked again, the model gave the same answers: no sign of a random defence."
  end
end

function findings.seen(audit)
  local list = {}
  for _, threat in ipairs(audit.threats) do
    local late = threat.fooled > 0 and threat.late / threat.fooled or 0
    if late > 0.05 then
      list[#list + 1] = ("%s: %s of the images fooled took more than half of the budget: more queries are likely to fool more."):format(
        name_of(threat), words.percent(late))
    end
    if threat.fooled > threat.survivors_8bit then
      list[#list + 1] = ("%s: for %d of %d images fooled, no adversarial image survived rounding to 8 bits."):format(name_of(threat),
        threat.fooled - threat.survivors_8bit, threat.fooled)
    end
    if threat.unanswered > 0 then
      list[#list + 1] = ("%s: %s got no answer and are in none of the rates."):format(name_of(threat), words.count(threat.unanswered, "image"))
    end
    add_masking(list, threat)
  end
  add_randomness(list, audit)
  return list
end

function findings.not_tested(audit)
  local first, norms, left_out = audit.reports[1], {}, {}
  for _, norm in ipairs { "linf", "l2", "l1", "l0" } do
    if not audit.by_norm[norm] then norms[#norms + 1] = words.norms[norm] end
  end
  local list = {
    "Accuracies under attack are upper bounds: that these attacks failed does not show that none would succeed.",
    ("Attackers who know more: the model's gradients (white box), a similar model or its training data (transfer), more than %d queries an image.")
      :format(first.budget),
    "A defence that is in the model was not taken into account: an attack adapted to it may do better.",
    ("Larger ε%s, rotations and translations (ng.attack.transform) and other changes that people would not mind."):format(
      #norms > 0 and ", other norms (" .. list_of(norms) .. ")" or ""),
    first.targeted and "Untargeted attacks, which are easier." or "Targeted attacks, to a class of the attacker's choice.",
  }
  for _, skipped in ipairs(audit.left_out) do left_out[#left_out + 1] = ("%s (%s)"):format(skipped.method, skipped.reason) end
  if #left_out > 0 then list[#list + 1] = "Left out: " .. list_of(left_out) .. "." end
  list[#list + 1] = "Intervals are about other images of the same kind, not about other attacks, models or seeds."
  return list
end

return findings
