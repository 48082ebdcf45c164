print({} < 1) -- expect error: attempt to compare table with number
