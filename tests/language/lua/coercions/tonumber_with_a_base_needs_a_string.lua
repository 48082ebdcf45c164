tonumber(15, 16) -- expect error: bad argument #1 to 'tonumber' (string expected, got number)
