-- formula(text): a formula of the descriptors, which is plain Unicode ("g = 1/q Σ (f(x+h v_j) − f(x))/h · v_j"), as HTML: letters that are
-- variables in italics, x_i and x^2 lowered and raised, and fractions of short parts as MathML, which browsers set one above the other.
-- What is not understood stays as it is written.
local escaped = require "nilgrad.manual.escaped"

-- Letters with what is written above or behind them (g with a hat in two code points, primes) are one.
local function is_mark(code) return code >= 0x300 and code <= 0x36f or code == 0x27 or code == 0x2019 end

-- Sums, products and π stand alone, whatever follows them.
local function stands_alone(code) return code == 0x3a3 or code == 0x3a0 or code == 0x3c0 end

local function is_letter(code)
  return code >= 0x41 and code <= 0x5a or code >= 0x61 and code <= 0x7a or code >= 0xc0 and code <= 0x24f and code ~= 0xd7 and code ~= 0xf7
    or code >= 0x370 and code <= 0x3ff or code >= 0x1e00 and code <= 0x1eff or code == 0x2113
end

local function is_greek(code) return code >= 0x370 and code <= 0x3ff end

local small = { ["₀"] = "0", ["₁"] = "1", ["₂"] = "2", ["₃"] = "3", ["₊"] = "+", ["₋"] = "−", ["ᵢ"] = "i", ["ⱼ"] = "j" }
local raised = { ["⁰"] = "0", ["¹"] = "1", ["²"] = "2", ["³"] = "3", ["⁴"] = "4", ["⁵"] = "5", ["⁻"] = "−", ["ᵀ"] = "T", ["ᵗ"] = "t",
  ["ᵈ"] = "d", ["ᵏ"] = "k", ["ⁱ"] = "i" }

-- Tokens: { kind = "word" | "number" | "space" | "low" | "high" | "sign", text = }.
local function tokens_of(text)
  local list, codes = {}, {}
  for _, code in utf8.codes(text) do codes[#codes + 1] = code end
  local i = 1
  local function take(belongs)
    local from = i
    repeat i = i + 1 until not codes[i] or not belongs(codes[i])
    return utf8.char(table.unpack(codes, from, i - 1))
  end
  local function add(kind, one) list[#list + 1] = { kind = kind, text = one } end
  while codes[i] do
    local code, char = codes[i], utf8.char(codes[i])
    if small[char] then
      add("low", (take(function(next_) return small[utf8.char(next_)] end):gsub(utf8.charpattern, small)))
    elseif raised[char] then
      add("high", (take(function(next_) return raised[utf8.char(next_)] end):gsub(utf8.charpattern, raised)))
    elseif stands_alone(code) then
      i = i + 1
      add(code == 0x3c0 and "word" or "sign", char)
    elseif is_letter(code) then
      local greek = is_greek(code) -- βu is a product
      add("word", take(function(next_)
        return is_mark(next_) or is_letter(next_) and not stands_alone(next_) and is_greek(next_) == greek
      end))
    elseif char:find "%d" or char == "." and codes[i + 1] and codes[i + 1] < 128 and utf8.char(codes[i + 1]):find "%d" then
      add("number", take(function(next_) return next_ < 128 and utf8.char(next_):find "[%d.]" and not (next_ == 0x2e
        and not (codes[i + 1] and codes[i + 1] < 128 and utf8.char(codes[i + 1]):find "%d")) end))
    elseif char == " " then
      add("space", take(function(next_) return next_ == 0x20 end))
    else
      i = i + 1
      add("sign", char)
    end
  end
  return list
end

local function letters(word)
  local count = 0
  for _, code in utf8.codes(word) do count = count + (is_mark(code) and 0 or 1) end
  return count
end

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

-- A list of nodes: tokens, { kind = "sub" | "sup", base, [1] = nodes }, { kind = "group", open, close, nodes }, { kind = "frac", above, below }.
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

local function is_script(node) return node and (node.kind == "sub" or node.kind == "sup") end

-- A number, a variable or a bracket: what may stand in a fraction without being misread.
local function is_atom(node) return node and (node.kind == "number" or node.kind == "group" and node.open ~= "{" or node.kind == "word" and letters(node.text) == 1) end

-- Of nodes before the stroke the beginning of its numerator: an atom with its scripts, and a root sign or a number before it.
local function numerator_from(nodes, stroke)
  local i = stroke - 1
  while is_script(nodes[i]) do i = i - 1 end
  if not is_atom(nodes[i]) then return nil end
  local before = nodes[i - 1]
  if before and before.kind == "number" and nodes[i].kind == "word" then i = i - 1 end
  if before and before.kind == "sign" and before.text == "√" then i = i - 1 end
  before = nodes[i - 1]
  if before and (before.kind == "word" or before.kind == "sign" and before.text == "/" or is_script(before) or is_atom(before)) then return nil end
  return i
end

local function denominator_to(nodes, stroke)
  local i = stroke + 1
  if nodes[i] and nodes[i].kind == "sign" and nodes[i].text == "√" then i = i + 1 end
  if not is_atom(nodes[i]) then return nil end
  if nodes[i].kind == "number" and nodes[i + 1] and nodes[i + 1].kind == "word" and letters(nodes[i + 1].text) == 1 then i = i + 1 end
  while is_script(nodes[i + 1]) do i = i + 1 end
  local after = nodes[i + 1]
  if after and (after.kind == "word" or after.kind == "group" and after.open ~= "|" or after.kind == "sign" and after.text == "/") then return nil end
  return i
end

local function without_brackets(nodes)
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
      local fraction = { kind = "frac", above = without_brackets(table.move(nodes, from, i - 1, 1, {})),
        below = without_brackets(table.move(nodes, i + 1, to, 1, {})) }
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

-- Inside of a fraction all is MathML: scripts take what stands before them.
local math

local function math_of(node)
  if node.kind == "frac" then return "<mfrac><mrow>" .. math(node.above) .. "</mrow><mrow>" .. math(node.below) .. "</mrow></mfrac>" end
  if node.kind == "group" then
    return ('<mrow><mo stretchy="false">%s</mo>%s<mo stretchy="false">%s</mo></mrow>'):format(escaped(node.open), math(node[1]), escaped(node.close))
  end
  if node.kind == "number" then return "<mn>" .. node.text .. "</mn>" end
  if node.kind == "word" then return letters(node.text) == 1 and '<mi class="v">' .. node.text .. "</mi>" or "<mtext>" .. escaped(node.text) .. "</mtext>" end
  if node.kind == "space" then return "" end
  return "<mo>" .. escaped(node.text) .. "</mo>"
end

function math(nodes)
  local parts, i = {}, 1
  while i <= #nodes do
    local node = nodes[i]
    if node.kind == "sign" and node.text == "√" and is_atom(nodes[i + 1]) then
      parts[#parts + 1] = "<msqrt>" .. math(without_brackets { nodes[i + 1] }) .. "</msqrt>"
      i = i + 1
    elseif is_script(node) and #parts > 0 then
      local tag = node.kind == "sub" and "msub" or "msup"
      parts[#parts] = ("<%s>%s<mrow>%s</mrow></%s>"):format(tag, parts[#parts], math(node[1]), tag)
    else
      parts[#parts + 1] = is_script(node) and "<mrow>" .. math(node[1]) .. "</mrow>" or math_of(node)
    end
    i = i + 1
  end
  return table.concat(parts)
end

-- "a" before a word is the article.
local function is_article(nodes, i)
  local after, further = nodes[i + 1], nodes[i + 2]
  return nodes[i].text == "a" and after and after.kind == "space" and further and further.kind == "word" and letters(further.text) > 1
end

local function is_root(nodes, i)
  local node, under = nodes[i], nodes[i + 1]
  return node and node.kind == "sign" and node.text == "√" and under and (is_atom(under) or under.kind == "frac")
end

local function html(nodes)
  local parts = {}
  for i, node in ipairs(nodes) do
    local text = node.text and escaped(node.text)
    if is_root(nodes, i) then
      text = '<math displaystyle="true">' .. math { node, nodes[i + 1] } .. "</math>"
    elseif is_root(nodes, i - 1) then
      text = ""
    elseif node.kind == "frac" then
      text = '<math displaystyle="true">' .. math_of(node) .. "</math>"
    elseif is_script(node) then
      text = ("<%s>%s</%s>"):format(node.kind, html(node[1]), node.kind)
    elseif node.kind == "group" then
      text = escaped(node.open) .. html(node[1]) .. escaped(node.close)
    elseif node.kind == "word" and letters(node.text) == 1 and not is_article(nodes, i) then
      text = "<i>" .. text .. "</i>"
    end
    parts[i] = text
  end
  return table.concat(parts)
end

return function(text)
  local tokens = tokens_of(text)
  return html(with_fractions(parse(tokens, 1, #tokens)))
end
