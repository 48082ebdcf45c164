local p = io.popen "echo from a shell; exit 3"
print(p:read "a")
-- expect: from a shell
-- expect:
print(p:close()) -- expect: nil	exit	3
