print(pcall(table.sort, { 3, 1, 2 }, function() error("in the order", 0) end)) -- expect: false	in the order
