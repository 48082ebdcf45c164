("c2"):pack "abc" -- expect error: bad argument #1 to 'pack' (string longer than given size)
