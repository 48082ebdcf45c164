print(1 < 2 < 3) -- expect error: attempt to compare boolean with number
