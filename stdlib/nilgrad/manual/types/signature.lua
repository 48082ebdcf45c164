-- signature(text): the ways to call a thing that its signature states, "ng.f(x: tensor, n: integer?) -> tensor; ng.f { … } -> tensor", as
-- a list of { parameters = { { name, type, optional } }, options = whether one table of options is taken, returns = text or nil }.
local opening = { ["("] = 1, ["{"] = 1, ["<"] = 1, ["["] = 1, [")"] = -1, ["}"] = -1, [">"] = -1, ["]"] = -1 }

-- Pieces between separators that stand in no bracket.
local function split(text, separator)
  local pieces, depth, from = {}, 0, 1
  for at = 1, #text do
    local char = text:sub(at, at)
    if char == separator and depth == 0 then
      pieces[#pieces + 1], from = text:sub(from, at - 1), at + 1
    elseif not (char == ">" and text:sub(at - 1, at - 1) == "-") then
      depth = depth + (opening[char] or 0)
    end
  end
  pieces[#pieces + 1] = text:sub(from)
  return pieces
end

local function parameter(text)
  local name, type_ = text:match "^%s*([%w_]+):%s*(.-)%s*$"
  if not name then return { name = text:match "[%a_][%w_]*" or "value", type = "any" } end
  local needed = type_:match "^(.*)%?$"
  local optional = needed and not needed:find "|" and true or type_:find "| nil$" and true or false
  return { name = name, type = (optional and needed or type_):gsub("%s*|%s*nil$", ""), optional = optional }
end

local function call(text)
  local head, returns = text, nil
  local arrow = text:find(" -> ", 1, true)
  if arrow then head, returns = text:sub(1, arrow - 1), text:sub(arrow + 4) end
  local inside = head:match "^[%w_.:]+%((.*)%)%s*$"
  local parameters = {}
  if inside and inside:find "%S" then
    for i, one in ipairs(split(inside, ",")) do parameters[i] = parameter(one) end
  end
  return { parameters = parameters, options = head:find "^[%w_.:]+ {" ~= nil, returns = returns and returns:match "^%s*(.-)%s*$" }
end

return {
  split = split,
  calls = function(text)
    local calls = {}
    for one in (text .. "; "):gmatch "(.-); " do calls[#calls + 1] = call(one) end
    return calls
  end,
}
