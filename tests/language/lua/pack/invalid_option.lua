("y"):pack(1) -- expect error: invalid format option 'y'
