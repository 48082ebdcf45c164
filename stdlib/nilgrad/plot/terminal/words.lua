-- How wide texts are on a terminal, and texts in the middle or cut to a width.
local clean = require "nilgrad.plot.figure.clean"

local words = {}

-- Ranges of code points that take two cells, or none.
local wide = { { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 },
  { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD } }
local none = { { 0x0300, 0x036F }, { 0x200B, 0x200F }, { 0xFE00, 0xFE0F } }

local function is_within(code, ranges)
  for _, range in ipairs(ranges) do
    if code >= range[1] and code <= range[2] then return true end
  end
  return false
end

local function cells(code) return is_within(code, none) and 0 or is_within(code, wide) and 2 or 1 end

function words.width(text)
  local width = 0
  for _, code in utf8.codes(text) do width = width + cells(code) end
  return width
end

--- At most `most` cells of it, the last of them `dots` where something was left out.
function words.cut(text, most, dots)
  if words.width(text) <= most then return text end
  local width, kept = utf8.len(dots), {}
  for _, code in utf8.codes(text) do
    width = width + cells(code)
    if width > most then break end
    kept[#kept + 1] = utf8.char(code)
  end
  return table.concat(kept) .. dots
end

function words.centred(text, columns) return (" "):rep((columns - words.width(text)) // 2) .. text end

function words.padded(text, columns) return (" "):rep(columns - words.width(text)) .. text end

local spellings = { ["−"] = "-", ["–"] = "-", ["—"] = "-", ["…"] = "...", ["×"] = "x", ["·"] = "*", ["ε"] = "eps",
  ["∞"] = "inf", ["∇"] = "grad ", ["ĝ"] = "g", ["‖"] = "||", ["’"] = "'", ["≤"] = "<=", ["≥"] = ">=", ["µ"] = "u", ["σ"] = "sigma" }

local raised = { ["⁻"] = "-", ["⁰"] = "0", ["¹"] = "1", ["²"] = "2", ["³"] = "3", ["⁴"] = "4", ["⁵"] = "5", ["⁶"] = "6", ["⁷"] = "7", ["⁸"] = "8",
  ["⁹"] = "9" }

-- 10⁻⁴ is 10^-4.
local function in_ascii(text)
  local parts, above = {}, false
  for letter in text:gmatch(utf8.charpattern) do
    local digit = raised[letter]
    parts[#parts + 1] = digit and (above and digit or "^" .. digit) or #letter == 1 and letter or spellings[letter] or "?"
    above = digit ~= nil
  end
  return table.concat(parts)
end

--- In one line, without what would move the cursor; where the terminal knows ASCII alone, in that.
function words.spelt(text, unicode)
  text = clean(text):gsub("%s", " ")
  return unicode and text or in_ascii(text)
end

return words
