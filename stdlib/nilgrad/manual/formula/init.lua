-- formula(text): a formula of the descriptors, which is plain Unicode ("g = 1/q Σ (f(x+h v_j) − f(x))/h · v_j"), as HTML: letters that are
-- variables in italics, x_i and x^2 lowered and raised, and fractions of short parts as MathML, which browsers set one above the other.
-- What is not understood stays as it is written.
local escaped = require "nilgrad.manual.escaped"
local letters = require "nilgrad.manual.formula.tokens".letters
local tree = require "nilgrad.manual.formula.tree"

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
    if node.kind == "sign" and node.text == "√" and tree.is_atom(nodes[i + 1]) then
      parts[#parts + 1] = "<msqrt>" .. math(tree.without_brackets { nodes[i + 1] }) .. "</msqrt>"
      i = i + 1
    elseif tree.is_script(node) and #parts > 0 then
      local tag = node.kind == "sub" and "msub" or "msup"
      parts[#parts] = ("<%s>%s<mrow>%s</mrow></%s>"):format(tag, parts[#parts], math(node[1]), tag)
    else
      parts[#parts + 1] = tree.is_script(node) and "<mrow>" .. math(node[1]) .. "</mrow>" or math_of(node)
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
  return node and node.kind == "sign" and node.text == "√" and under and (tree.is_atom(under) or under.kind == "frac")
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
    elseif tree.is_script(node) then
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

return function(text) return html(tree.of(text)) end
