("z"):pack "a\0b" -- expect error: bad argument #1 to 'pack' (string contains zeros)
