("%d %d"):format(1) -- expect error: bad argument #2 to 'format' (no value)
