-- search(words): what speaks of all of them, best first: a name that is the word, then names, summaries, options and all the rest.
local entries = require "nilgrad.help.entries"

local weights = { name = 16, path = 8, summary = 4, options = 2, rest = 1 }

local function texts_of(entry)
  local options, rest = {}, { entry.formula or "", entry.reference or "", entry.cost or "", entry.memory or "" }
  for _, option in ipairs(entry.options) do
    options[#options + 1] = option.name .. " " .. table.concat(option.choices, " ")
    rest[#rest + 1] = option.help
  end
  return { name = entry.name, path = entry.path, summary = entry.summary, options = table.concat(options, " "), rest = table.concat(rest, " ") }
end

-- 0 where a word is missing. A word at the beginning of another counts half as much again.
local function score_of(texts, words)
  local sum = 0
  for _, word in ipairs(words) do
    local best = 0
    for field, weight in pairs(weights) do
      local text = texts[field]:lower()
      local at = text:find(word, 1, true)
      if at then
        local begins = at == 1 or text:sub(at - 1, at - 1):find "[^%w]"
        best = math.max(best, weight * (begins and 1.5 or 1))
      end
    end
    if best == 0 then return 0 end
    sum = sum + best + (texts.name:lower() == word and 2 * weights.name or 0)
  end
  return sum
end

local function candidates()
  local list = {}
  for _, entry in ipairs((entries.all())) do
    list[#list + 1] = { path = entry.path, summary = entry.summary, texts = texts_of(entry) }
    if entry.kind == "object" then
      for _, member in ipairs(entry.members) do
        local path = member.signature and entry.path .. member.signature:match "^[%w_]+([.:])" .. member.name
        if path then
          local texts = { name = member.name, path = path, summary = member.help, options = "", rest = "" }
          list[#list + 1] = { path = path, summary = member.help, texts = texts }
        end
      end
    end
  end
  return list
end

--- A list of { path, summary, score }.
return function(text)
  local words, found = {}, {}
  for word in text:lower():gmatch "%S+" do words[#words + 1] = word end
  if #words == 0 then return found end
  for _, one in ipairs(candidates()) do
    one.score = score_of(one.texts, words)
    if one.score > 0 then found[#found + 1] = one end
  end
  table.sort(found, function(a, b)
    if a.score ~= b.score then return a.score > b.score end
    return a.path < b.path
  end)
  return found
end
