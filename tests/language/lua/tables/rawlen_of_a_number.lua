rawlen(5) -- expect error: bad argument #1 to 'rawlen' (table or string expected, got number)
