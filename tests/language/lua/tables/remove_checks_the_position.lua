table.remove({ 1, 2 }, 5) -- expect error: bad argument #1 to 'remove' (position out of bounds)
