tonumber("1", 99) -- expect error: bad argument #2 to 'tonumber' (base out of range)
