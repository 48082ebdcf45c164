print(io.write("one ", 2, " ", 3.5, "\n") == io.stdout)
-- expect: one 2 3.5
-- expect: true
