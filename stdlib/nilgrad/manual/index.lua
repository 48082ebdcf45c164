-- The first page of the manual, and the index of its search.
local entries = require "nilgrad.help.entries"
local escaped = require "nilgrad.manual.escaped"
local lua_code = require "nilgrad.manual.lua_code"
local text = require "nilgrad.manual.text"

local index = {}

local first_minute = [[
local f = ng.objective.rosenbrock { dim = 10 }
local r = ng.minimize(f, { optimizer = ng.optimizer.cmaes { sigma = 0.5 }, x0 = 0, budget = 20000, seed = 1 })
print(r)]]

local function rows(pages, link)
  local list = {}
  for i, page in ipairs(pages) do
    local names = {}
    for k, entry in ipairs(page.list) do names[k] = ('<a href="%s">%s</a>'):format(link(entry.path), escaped(entry.name)) end
    local about = page.room and text.prose(page.room.summary, link) .. "<br>" or ""
    list[i] = ('<tr><th scope="row"><a href="%s.html">%s</a></th><td>%s%s</td></tr>'):format(page.name, escaped(page.title), about, table.concat(names, ", "))
  end
  return table.concat(list, "\n")
end

function index.content(pages, link)
  return '<h1>nilgrad</h1>\n<p class="summary">Optimization from values alone: minimise, attack, tune and fine-tune without gradients, in Lua.</p>\n'
    .. '<pre class="lua"><code>' .. lua_code(first_minute, link) .. "</code></pre>\n"
    .. "<p>At the prompt, <code>?ng.minimize</code> shows what stands here, <code>??sparse</code> searches it, and Tab completes names and options. "
    .. 'Scripts begin with <code>local ng = require "nilgrad"</code>.</p>\n'
    .. '<div class="scroll"><table class="contents"><tbody>\n' .. rows(pages, link) .. "\n</tbody></table></div>"
end

local function further_words(entry)
  local words = { entry.formula or "", entry.reference or "" }
  for _, option in ipairs(entry.options) do words[#words + 1] = option.name .. " " .. option.help end
  return (table.concat(words, " "):gsub("%s+", " "))
end

--- A list of { path, summary, address, further words }.
function index.of_search(link)
  local list = {}
  for _, entry in ipairs((entries.all())) do
    list[#list + 1] = { entry.path, entry.summary, link(entry.path), further_words(entry) }
    for _, member in ipairs(entry.kind == "object" and entry.members or {}) do
      local separator = member.signature and member.signature:match "^[%w_]+([.:])"
      local path = separator and entry.path .. separator .. member.name
      if path then list[#list + 1] = { path, member.help, link(path), "" } end
    end
  end
  return list
end

return index
