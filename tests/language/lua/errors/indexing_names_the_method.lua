local s = "x"
s:absent() -- expect error: attempt to call a nil value (method 'absent')
