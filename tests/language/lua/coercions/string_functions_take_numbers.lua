print((5):type(), 1) -- expect error: attempt to index a number value
