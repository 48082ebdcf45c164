("abc"):gsub("b", "%") -- expect error: invalid use of '%' in replacement string
