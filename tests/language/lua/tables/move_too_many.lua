table.move({}, 1, math.maxinteger, 2) -- expect error: bad argument #4 to 'move' (destination wrap around)
