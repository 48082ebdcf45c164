-- page { title, current, pages, inside, content }: a whole page of the manual, with the search and the list of pages beside its content.
local escaped = require "nilgrad.manual.escaped"
local version = require "nilgrad.native".version

local template = [[
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="nilgrad doc">
<title>$title</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<aside>
<a class="name" href="index.html">nilgrad</a>
<p class="version">manual of version $version</p>
<form role="search" onsubmit="return false"><label for="q">Search ( / )</label>
<input id="q" type="search" autocomplete="off" spellcheck="false"></form>
<nav aria-label="Pages">
<ul>
$navigation
</ul>
</nav>
</aside>
<main>
<section id="search" hidden>
<h1>Found</h1>
<p id="count" role="status"></p>
<ul id="results"></ul>
</section>
<div id="content">
$content
</div>
<footer>Written by <code>nilgrad doc</code> from what stands beside each thing's definition.</footer>
</main>
<script src="search.js"></script>
</body>
</html>
]]

local function inner(page)
  local items = {}
  for i, entry in ipairs(page.list) do items[i] = ('<li><a href="#%s">%s</a></li>'):format(entry.path, escaped(entry.name)) end
  return #items > 0 and "<ul>\n" .. table.concat(items, "\n") .. "\n</ul>" or ""
end

local function navigation(pages, current)
  local items = {}
  for i, page in ipairs(pages) do
    local here = page == current
    items[i] = ('<li><a href="%s.html"%s>%s</a>%s</li>'):format(page.name, here and ' aria-current="page"' or "", escaped(page.title), here and inner(page) or "")
  end
  return table.concat(items, "\n")
end

return function(about)
  local fields = { title = escaped(about.title), version = escaped(version), content = about.content,
    navigation = navigation(about.pages, about.current) }
  return (template:gsub("%$(%a+)", fields))
end
