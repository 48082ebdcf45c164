local function fails() local here = "a local of the place" error "x" end
xpcall(fails, function() print(debug.getlocal(3, 1)) end) -- expect: here	a local of the place
