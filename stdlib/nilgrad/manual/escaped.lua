-- escaped(text): as HTML shows it as it is.
local names = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

return function(text) return (text:gsub('[&<>"]', names)) end
