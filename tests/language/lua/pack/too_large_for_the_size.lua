("b"):pack(200) -- expect error: bad argument #1 to 'pack' (integer overflow)
