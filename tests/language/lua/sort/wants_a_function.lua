table.sort({ 1, 2 }, 5) -- expect error: bad argument #2 to 'sort' (function expected, got number)
