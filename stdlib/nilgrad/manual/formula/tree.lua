-- tree.of(text): a formula as nodes: tokens, { kind = "sub" | "sup", nodes }, { kind = "group", open =, close =, nodes } and
-- { kind = "frac", above = nodes, below = nodes }.
local tokens_of = require "nilgrad.manual.formula.tokens".of
local letters = require "nilgrad.manual.formula.tokens".letters

local tree = {}

local closing = { ["("] = ")", ["{"] = "}", ["["] = "]", ["|"] = "|" }

-- The position of what closes the bracket at `from`, or nil.
local function closing_of(tokens, from)
  local open, close, depth = tokens[from].text, closing[tokens[from].text], 0
  for i = from + 1, #tokens do
    local text = tokens[i].kind == "sign" and tokens[i].text
    if text == close and depth == 0 then return i end
    if text == open then depth = depth + 1 elseif text == close then depth = depth - 1 end
  end
end

local parse

-- What stands lowered or raised from position i on, and the position after it.
local function script(tokens, i)
  local token = tokens[i]
  if not token then return nil end
  if token.kind == "sign" and (token.text == "{" or token.text == "(") then
    local last = closing_of(tokens, i)
    if last then return parse(tokens, i + 1, last - 1), last + 1 end
  elseif token.kind == "sign" and token.text == "−" and tokens[i + 1] and (tokens[i + 1].kind == "number" or tokens[i + 1].kind == "word") then
    return { { kind = "sign", text = "−" }, tokens[i + 1] }, i + 2
  elseif token.kind == "word" or token.kind == "number" or token.text == "+" or token.text == "*" then
    return { token }, i + 1
  end
end

local operators = { max = true, min = true, log = true, arg = true }

-- Names such as LN_BOBYQA are no variables with an index; lower_i is one.
local function takes_index(node, index)
  if node.kind ~= "word" or letters(node.text) <= 1 or operators[node.text] then return true end
  return #index == 1 and index[1].kind == "word" and letters(index[1].text) == 1
end

function parse(tokens, from, to)
  local nodes, i = {}, from
  while i <= to do
    local token = tokens[i]
    local text = token.kind == "sign" and token.text
    local last = closing[text] and closing_of(tokens, i)
    local inner, after
    if (text == "_" or text == "^") and #nodes > 0 then inner, after = script(tokens, i + 1) end
    if token.kind == "low" or token.kind == "high" then
      nodes[#nodes + 1], i = { kind = token.kind == "low" and "sub" or "sup", { { kind = "number", text = token.text } } }, i + 1
    elseif inner and (text == "^" or takes_index(nodes[#nodes], inner)) then
      nodes[#nodes + 1], i = { kind = text == "_" and "sub" or "sup", inner }, after
    elseif last and last <= to then
      nodes[#nodes + 1], i = { kind = "group", open = text, close = closing[text], parse(tokens, i + 1, last - 1) }, last + 1
    else
      nodes[#nodes + 1], i = token, i + 1
    end
  end
  return nodes
end

function tree.is_script(node) return node and (node.kind == "sub" or node.kind == "sup") end

-- A number, a variable or a bracket: what may stand in a fraction without being misread.
function tree.is_atom(node) return node and (node.kind == "number" or node.kind == "group" and node.open ~= "{" or node.kind == "word" and letters(node.text) == 1) end

-- Of nodes before the stroke the beginning of its numerator: an atom with its scripts, and a root sign or a number before it.
local function numerator_from(nodes, stroke)
  local i = stroke - 1
  while tree.is_script(nodes[i]) do i = i - 1 end
  if not tree.is_atom(nodes[i]) then return nil end
  local before = nodes[i - 1]
  if before and before.kind == "number" and nodes[i].kind == "word" then i = i - 1 end
  if before and before.kind == "sign" and before.text == "√" then i = i - 1 end
  before = nodes[i - 1]
  if before and (before.kind == "word" or before.kind == "sign" and before.text == "/" or tree.is_script(before) or tree.is_atom(before)) then return nil end
  return i
end

local function denominator_to(nodes, stroke)
  local i = stroke + 1
  if nodes[i] and nodes[i].kind == "sign" and nodes[i].text == "√" then i = i + 1 end
  if not tree.is_atom(nodes[i]) then return nil end
  if nodes[i].kind == "number" and nodes[i + 1] and nodes[i + 1].kind == "word" and letters(nodes[i + 1].text) == 1 then i = i + 1 end
  while tree.is_script(nodes[i + 1]) do i = i + 1 end
  local after = nodes[i + 1]
  if after and (after.kind == "word" or after.kind == "group" and after.open ~= "|" or after.kind == "sign" and after.text == "/") then return nil end
  return i
end

function tree.without_brackets(nodes)
  return #nodes == 1 and nodes[1].kind == "group" and nodes[1].open == "(" and nodes[1][1] or nodes
end

local function with_fractions(nodes)
  for _, node in ipairs(nodes) do
    if node[1] then node[1] = with_fractions(node[1]) end
  end
  local i = 1
  while i <= #nodes do
    local from, to
    if nodes[i].kind == "sign" and nodes[i].text == "/" then from, to = numerator_from(nodes, i), denominator_to(nodes, i) end
    if from and to then
      local fraction = { kind = "frac", above = tree.without_brackets(table.move(nodes, from, i - 1, 1, {})),
        below = tree.without_brackets(table.move(nodes, i + 1, to, 1, {})) }
      local rest = table.move(nodes, to + 1, #nodes, 1, {})
      for k = #nodes, from, -1 do nodes[k] = nil end
      nodes[from] = fraction
      table.move(rest, 1, #rest, from + 1, nodes)
      i = from
    end
    i = i + 1
  end
  return nodes
end

function tree.of(text)
  local tokens = tokens_of(text)
  return with_fractions(parse(tokens, 1, #tokens))
end

return tree
