print(2 ^ 64 | 1) -- expect error: number has no integer representation
