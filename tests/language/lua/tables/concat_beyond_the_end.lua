table.concat({ 1 }, ",", 1, 2) -- expect error: invalid value (nil) at index 2 in table for 'concat'
