print("ten" + 1) -- expect error: attempt to add a 'string' with a 'number'
