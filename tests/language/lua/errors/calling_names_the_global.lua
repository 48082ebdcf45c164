absent_function() -- expect error: attempt to call a nil value (global 'absent_function')
