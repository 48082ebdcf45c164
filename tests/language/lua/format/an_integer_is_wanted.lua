("%d"):format(1.5) -- expect error: bad argument #1 to 'format' (number has no integer representation)
