print(xpcall(error, function() error "again" end, "x")) -- expect: false	error in error handling
