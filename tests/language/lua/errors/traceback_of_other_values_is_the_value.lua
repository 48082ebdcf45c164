print(debug.traceback(nil) == nil, debug.traceback({}) ~= nil, debug.traceback(42, 1):match "^42\n")
-- expect: false	true	42
-- expect:
