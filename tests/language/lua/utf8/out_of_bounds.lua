utf8.codepoint("abc", 1, 9) -- expect error: bad argument #3 to 'codepoint' (out of bounds)
