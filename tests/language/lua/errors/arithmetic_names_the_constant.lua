local t = {}
t = t["key"] - 1 -- expect error: attempt to perform arithmetic on a nil value (field 'key')
