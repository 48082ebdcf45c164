-- lua_code(text, link): a Lua program as HTML, its parts marked for colours; link(path) gives the address of ng.… or nil.
local escaped = require "nilgrad.manual.escaped"

local keywords = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"):gmatch "%a+" do
  keywords[word] = true
end

-- Each takes the text and a position and gives the end of what begins there, or nil.
local function long_bracket(text, at)
  local equals = text:match("^%[(=*)%[", at)
  if not equals then return nil end
  local _, last = text:find("]" .. equals .. "]", at, true)
  return last or #text
end

local function comment(text, at)
  if text:sub(at, at + 1) ~= "--" then return nil end
  return long_bracket(text, at + 2) or (text:find("\n", at, true) or #text + 1) - 1
end

local function quoted(text, at)
  local quote = text:match("^[\"']", at)
  if not quote then return long_bracket(text, at) end
  local i = at + 1
  while i <= #text and text:sub(i, i) ~= quote do i = i + (text:sub(i, i) == "\\" and 2 or 1) end
  return math.min(i, #text)
end

local function number(text, at)
  local _, last = text:find("^%.?%d[%w.]*", at)
  return last
end

local function marked(class, text) return ('<span class="%s">%s</span>'):format(class, escaped(text)) end

-- The longest beginning of ng.estimator.two_point.x that has a page.
local function linked(path, link)
  local whole = path
  while path do
    local address = link(path)
    if address then return ('<a href="%s">%s</a>%s'):format(address, escaped(path), escaped(whole:sub(#path + 1))) end
    path = path:match "^(.+)%.[^.]*$"
  end
  return escaped(whole)
end

local function word(text, link)
  if text:find "^ng%." then return linked(text, link) end
  if keywords[text] then return marked("k", text) end
  return escaped(text)
end

return function(text, link)
  local parts, at = {}, 1
  while at <= #text do
    local last = comment(text, at)
    local class = last and "c"
    if not last then
      last = quoted(text, at)
      class = last and "s"
    end
    if not last then
      last = number(text, at)
      class = last and "n"
    end
    if last then
      parts[#parts + 1] = marked(class, text:sub(at, last))
    else
      last = select(2, text:find("^[%a_][%w_]*", at))
      if last and text:sub(at, last) == "ng" then last = select(2, text:find("^[%w_.]*[%w_]", at)) end
      parts[#parts + 1] = last and word(text:sub(at, last), link) or escaped(text:sub(at, at))
      last = last or at
    end
    at = last + 1
  end
  return table.concat(parts)
end
