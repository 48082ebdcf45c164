string.rep("x", 1.5) -- expect error: bad argument #2 to 'rep' (number has no integer representation)
