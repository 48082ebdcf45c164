table.sort { 1, "x", 2 } -- expect error: attempt to compare string with number
