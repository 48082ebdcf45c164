print(math.fmod(1, 0.0) ~= math.fmod(1, 0.0)) -- expect: true
math.fmod(1, 0) -- expect error: bad argument #2 to 'fmod' (zero)
