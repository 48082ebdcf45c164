-- Versions and what is asked of them, as LuaRocks writes it: "0.1.0" satisfies ">= 0.1, < 0.3".
local version = {}

-- "0.1.0-1" -> { 0, 1, 0 }: what follows a hyphen counts packages of the same version.
local function numbers_of(text)
  local numbers = {}
  if not text:find "^%d+[%d%.]*%-?%d*$" then return nil end
  for number in text:match "^[^-]*":gmatch "%d+" do numbers[#numbers + 1] = tonumber(number) end
  return numbers
end

local function compared(a, b)
  for i = 1, math.max(#a, #b) do
    local difference = (a[i] or 0) - (b[i] or 0)
    if difference ~= 0 then return difference end
  end
  return 0
end

-- "~> 1.2": 1.2 and whatever begins so.
local function begins(a, b)
  for i = 1, #b do
    if (a[i] or 0) ~= b[i] then return false end
  end
  return true
end

local operators = {
  [">="] = function(a, b) return compared(a, b) >= 0 end,
  ["<="] = function(a, b) return compared(a, b) <= 0 end,
  [">"] = function(a, b) return compared(a, b) > 0 end,
  ["<"] = function(a, b) return compared(a, b) < 0 end,
  ["=="] = function(a, b) return compared(a, b) == 0 end,
  ["~="] = function(a, b) return compared(a, b) ~= 0 end,
  ["~>"] = begins,
}

--- valid(text): whether it is a version: numbers with points between, and perhaps a hyphen and a number.
function version.valid(text) return numbers_of(text) ~= nil end

--- satisfies(text, wanted) -> whether the version is one that is wanted; nil and the part that cannot be read.
function version.satisfies(text, wanted)
  local own, all = assert(numbers_of(text)), true
  if not wanted:find "%S" then return nil, wanted end
  for part in (wanted .. ","):gmatch "%s*(.-)%s*," do
    local operator, number = part:match "^([<>=~]*)%s*(%S+)$"
    local compare, other = operators[operator == "" and "==" or operator], number and numbers_of(number)
    if not (compare and other) then return nil, part end
    all = all and compare(own, other)
  end
  return all
end

return version
