-- letters(script): a script whose texts have only letters that some font of this machine has. Of others Cairo draws boxes as large as the
-- picture. Fonts of the basic scripts are always there; fc-list, which comes with gnuplot, knows the others.
local known = {}   -- by letter: itself, or what stands for it

local function has_font(letter)
  local pipe = io.popen(("fc-list ':charset=%x' family 2>/dev/null"):format(utf8.codepoint(letter)))
  if not pipe then return true end
  local families = pipe:read "a"
  local found = pipe:close()
  return not found or families ~= ""   -- without fc-list nobody knows
end

return function(script)
  return (script:gsub("[\xE3-\xF4][\x80-\xBF]+", function(letter)   -- U+3000 and beyond
    if not known[letter] then known[letter] = has_font(letter) and letter or "\u{FFFD}" end
    return known[letter]
  end))
end
