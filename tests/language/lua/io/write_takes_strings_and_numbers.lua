io.stdout:write {} -- expect error: bad argument #1 to 'write' (string expected, got table)
