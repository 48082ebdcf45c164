math.max() -- expect error: bad argument #1 to 'max' (value expected)
