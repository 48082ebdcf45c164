-- An audit as a page that needs nothing but itself.
local gallery = require "nilgrad.attack.report.gallery"
local html = require "nilgrad.attack.report.html"
local page = require "nilgrad.plot.page.page"
local words = require "nilgrad.attack.report.words"

local function list(sentences)
  local items = {}
  for i, sentence in ipairs(sentences) do items[i] = "<li>" .. page.escaped(sentence) .. "</li>" end
  return "<ul>" .. table.concat(items, "\n") .. "</ul>"
end

local function tiles(audit)
  local tiles = { { words.percent(audit.clean_accuracy), "accuracy before" } }
  for _, threat in ipairs(audit.threats) do
    tiles[#tiles + 1] = { words.percent(threat.robust_accuracy), ("of all images left at %s, ε %s"):format(words.norms[threat.norm],
      words.eps(threat.eps)) }
  end
  return page.tiles(tiles)
end

return function(audit)
  local sections, add = html.sections_of()
  local head, body = audit:summary()
  add("Summary", tiles(audit), "<p>What attacks leave is an upper bound on the accuracy under attack.</p>", html.numbers_table(head, body, true))
  add("Tested", list(audit.tested))
  add("Seen", list(audit.seen))
  add("Not tested", list(audit.not_tested))
  for _, threat in ipairs(audit.threats) do
    local names, cells = audit:methods_of(threat)
    add(("%s, ε %s"):format(words.norms[threat.norm], words.eps(threat.eps)), html.numbers_table(names, cells, true),
      gallery(threat.reports[1], threat.images) or "")
  end
  for _, norm in ipairs(audit.norms) do add("Curves, " .. words.norms[norm], html.charts_of(audit.by_norm[norm])) end
  add("To reproduce", html.settings_of(audit.reports))
  return page.document("Audit of " .. audit.model, "Black-box attacks, " .. html.date(), sections, true)
end
