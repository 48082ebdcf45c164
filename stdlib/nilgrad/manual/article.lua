-- article(entry, context): one public thing as a part of a page. context has link(path), source(path) and output(example).
local entries = require "nilgrad.help.entries"
local escaped = require "nilgrad.manual.escaped"
local lua_code = require "nilgrad.manual.lua_code"
local text = require "nilgrad.manual.text"

local function one_line(words) return (words:gsub("%s*\n%s*", " ")) end

local function signatures(entry, link)
  local signature = entries.signature(entry)
  local lines = {}
  for one in signature:gsub("; ", "\n"):gmatch "[^\n]+" do lines[#lines + 1] = "<code>" .. text.signature(one, link) .. "</code>" end
  return '<p class="signature">' .. table.concat(lines, "<br>\n") .. "</p>"
end

local function default_of(option)
  if option.required then return "<b>required</b>" end
  local default = one_line(option.default)
  return default:find " " and escaped(default) or "<code>" .. escaped(default) .. "</code>"
end

local function option_rows(entry, link)
  local rows = {}
  for i, option in ipairs(entry.options) do
    local unit = option.unit and ' <span class="unit">' .. escaped(option.unit) .. "</span>" or ""
    rows[i] = ('<tr><th scope="row"><code>%s</code></th><td>%s%s</td><td>%s</td><td>%s</td></tr>'):format(escaped(option.name),
      text.prose(option.expects, link), unit, default_of(option), text.prose(one_line(option.help), link))
  end
  return table.concat(rows, "\n")
end

local function options(entry, link)
  if #entry.options == 0 then return "" end
  return [[
<h4>Options</h4>
<div class="scroll"><table class="options">
<thead><tr><th scope="col">name</th><th scope="col">is</th><th scope="col">default</th><th scope="col">what it does</th></tr></thead>
<tbody>
]] .. option_rows(entry, link) .. "\n</tbody></table></div>"
end

local function members(entry, link)
  if #entry.members == 0 then return "" end
  local rows = {}
  for i, member in ipairs(entry.members) do
    local separator = entry.kind == "object" and member.signature and member.signature:match "^[%w_]+([.:])"
    local id = separator and (' id="%s%s%s"'):format(entry.path, separator, member.name) or ""
    rows[i] = ("<dt%s><code>%s</code></dt>\n<dd>%s</dd>"):format(id, text.signature(member.signature or member.name, link), text.prose(member.help, link))
  end
  return ("<h4>%s</h4>\n<dl>\n%s\n</dl>"):format(entry.kind == "object" and "Methods and fields" or "Fields", table.concat(rows, "\n"))
end

local function returned(entry, link)
  local list = {}
  for i, object in ipairs(entries.returned(entry)) do
    list[i] = ('<a href="%s">%s</a>, %s'):format(link(object.path), object.path, text.prose(object.summary, link))
  end
  return #list > 0 and "<h4>Returns</h4>\n<p>" .. table.concat(list, "<br>\n") .. "</p>" or ""
end

local function example(entry, context)
  local shown = context.output(entry.example)
  return '<h4>Example</h4>\n<pre class="lua"><code>' .. lua_code(entry.example, context.link) .. "</code></pre>"
    .. (shown and '\n<pre class="output"><samp>' .. escaped(shown) .. "</samp></pre>" or "")
end

local function facts(entry, context)
  local rows = {}
  for _, name in ipairs { "cost", "memory", "reference" } do
    if entry[name] then
      rows[#rows + 1] = ("<dt>%s</dt><dd>%s</dd>"):format(name:gsub("^%l", string.upper), text.prose(one_line(entry[name]), context.link))
    end
  end
  if entry.source then
    local address, file = context.source(entry.source), "<code>" .. escaped(entry.source) .. "</code>"
    rows[#rows + 1] = "<dt>Source</dt><dd>" .. (address and ('<a href="%s">%s</a>'):format(escaped(address), file) or file) .. "</dd>"
  end
  return '<dl class="facts">\n' .. table.concat(rows, "\n") .. "\n</dl>"
end

--- The parts below the heading.
local function body(entry, context)
  local parts = { '<p class="summary">' .. text.prose(entry.summary, context.link) .. "</p>" }
  local function add(part) parts[#parts + 1] = part ~= "" and part or nil end
  if entry.kind ~= "object" and entry.kind ~= "room" then add(signatures(entry, context.link)) end
  if entry.formula then add('<div class="maths">' .. text.formula(entry, context.link) .. "</div>") end
  add(options(entry, context.link))
  add(members(entry, context.link))
  add(returned(entry, context.link))
  add(example(entry, context))
  add(facts(entry, context))
  return table.concat(parts, "\n")
end

return { body = body, of = function(entry, context)
  return ('<article id="%s">\n<h2><a href="#%s">%s</a></h2>\n%s\n</article>'):format(entry.path, entry.path, escaped(entry.path), body(entry, context))
end }
