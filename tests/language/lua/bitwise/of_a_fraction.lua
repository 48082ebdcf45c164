print(1 & 1.5) -- expect error: number has no integer representation
