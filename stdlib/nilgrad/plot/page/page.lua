-- What reports in HTML are made of: pages that need nothing but themselves to be read.
local clean = require "nilgrad.plot.figure.clean"
local raise = require "nilgrad.raise"
local style = require "nilgrad.plot.page.style"
local version = require "nilgrad.native".version
local write_file = require "nilgrad.write_file"

local page = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- A text as HTML shows it.
function page.escaped(value) return (clean(value):gsub("[&<>\"']", entities)) end
local escaped = page.escaped

local function class_of(class) return class and (' class="%s"'):format(class) or "" end

function page.cell(value, class) return ("<td%s>%s</td>"):format(class_of(class), escaped(value)) end

--- A table; head is a list of { name, class }, rows a list of { class =, cells … } with escaped cells made by `cell`.
function page.table(head, rows)
  local lines = { '<div class="scroll"><table>', "<thead><tr>" }
  for _, column in ipairs(head) do lines[#lines + 1] = ("<th%s>%s</th>"):format(class_of(column[2]), escaped(column[1])) end
  lines[#lines + 1] = "</tr></thead><tbody>"
  for _, row in ipairs(rows) do lines[#lines + 1] = ("<tr%s>%s</tr>"):format(class_of(row.class), table.concat(row)) end
  lines[#lines + 1] = "</tbody></table></div>"
  return table.concat(lines, "\n")
end

--- Names and what they are: a list of { name, value }.
function page.facts(title, facts)
  local rows = {}
  for i, fact in ipairs(facts) do rows[i] = { page.cell(fact[1]), page.cell(fact[2], "long") } end
  return page.table({ { title }, { "" } }, rows)
end

--- Figures that matter: a list of { value, name, class }.
function page.tiles(tiles)
  local parts = {}
  for i, tile in ipairs(tiles) do
    parts[i] = ('<div class="tile"><b%s>%s</b><span>%s</span></div>'):format(class_of(tile[3]), escaped(tile[1]), escaped(tile[2]))
  end
  return '<div class="tiles">' .. table.concat(parts) .. "</div>"
end

--- gnuplot's file as a part of a page: ids must be unique in the whole, and the size is the page's.
function page.inlined(svg, prefix)
  local body = svg:match "(<svg.*</svg>)" or error "gnuplot drew no SVG"
  body = body:gsub("%f[%w]id='([^']*)'", "id='" .. prefix .. "%1'"):gsub('%f[%w]id="([^"]*)"', 'id="' .. prefix .. '%1"')
  body = body:gsub("url%(#", "url(#" .. prefix):gsub("href='#", "href='#" .. prefix):gsub('href="#', 'href="#' .. prefix)
  return (body:gsub("<desc>.-</desc>", "", 1):gsub("<title>.-</title>", ""))
end

--- The whole page: `sections` is a list of { title =, body = HTML }. Where `dark`, it follows the reader's light or dark; pictures
--- of gnuplot are for light alone.
function page.document(title, subtitle, sections, dark)
  local parts = { "<!DOCTYPE html>", ('<html lang="en"%s>'):format(dark and ' class="dark"' or ""), "<head>", '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">', "<title>" .. escaped(title) .. "</title>",
    "<style>" .. style .. "</style>", "</head>", "<body>", "<h1>" .. escaped(title) .. "</h1>",
    '<p class="sub">' .. escaped(subtitle) .. "</p>" }
  local links = {}
  for i, section in ipairs(sections) do links[i] = ('<a href="#part%d">%s</a>'):format(i, escaped(section.title)) end
  parts[#parts + 1] = "<nav>" .. table.concat(links, "\n") .. "</nav>"
  for i, section in ipairs(sections) do
    parts[#parts + 1] = ('<section id="part%d"><h2>%s</h2>\n%s\n</section>'):format(i, escaped(section.title), section.body)
  end
  parts[#parts + 1] = ("<footer>nilgrad %s</footer>\n</body>\n</html>\n"):format(version)
  return table.concat(parts, "\n")
end

--- Writes `words` to `file`, whole or not at all.
function page.write(file, words)
  write_file(file, function(partial)
    local stream = assert(io.open(partial, "wb"))
    local written, failure = stream:write(words)
    local closed, late = stream:close()
    if not (written and closed) then raise("cannot write %s: %s", file, failure or late) end
  end)
end

return page
