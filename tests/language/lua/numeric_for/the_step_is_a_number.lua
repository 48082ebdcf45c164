for i = 1, 2, nil do end -- expect error: bad 'for' step (number expected, got nil)
