warn {} -- expect error: bad argument #1 to 'warn' (string expected, got table)
