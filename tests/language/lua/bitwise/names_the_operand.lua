local flags = nil
print(flags & 1) -- expect error: attempt to perform bitwise operation on a nil value (local 'flags')
