1 = 2 -- expect error: unexpected symbol near '1'
