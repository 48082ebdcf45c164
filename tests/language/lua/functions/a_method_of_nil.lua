local t = {}
t:absent() -- expect error: attempt to call a nil value (method 'absent')
