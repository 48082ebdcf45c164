("abc"):gsub("b", function() return {} end) -- expect error: invalid replacement value (a table)
