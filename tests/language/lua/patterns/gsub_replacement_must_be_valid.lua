("abc"):gsub("b", "%2") -- expect error: invalid capture index %2
