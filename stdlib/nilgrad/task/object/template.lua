-- Templates: a text in which {name} stands for a field.
local template = {}

--- The names of the fields, in order, each once.
function template.fields(text)
  local names, seen = {}, {}
  for name in text:gmatch "{([%a_][%w_]*)}" do
    if not seen[name] then names[#names + 1] = name end
    seen[name] = true
  end
  return names
end

function template.fill(text, fields)
  return (text:gsub("{([%a_][%w_]*)}", fields))
end

--- The text without the blanks around it.
function template.trim(text) return text:match "^%s*(.-)%s*$" end

--- What a model is shown before its answer: nothing blank at the beginning, no blank at the end, where an answer brings its own.
function template.prompt(text) return (text:gsub("^%s+", ""):gsub(" +$", "")) end

--- A candidate as it follows a prompt: with a blank between, or at the beginning of a line.
function template.option(prompt, word)
  return (prompt == "" or prompt:find "%s$") and word or " " .. word
end

return template
