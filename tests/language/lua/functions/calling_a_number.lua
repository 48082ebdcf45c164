local f = 5
f() -- expect error: attempt to call a number value (local 'f')
