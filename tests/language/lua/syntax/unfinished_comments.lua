print(load("--[[ never ended", "=chunk"))
-- expect: nil	chunk:1: unfinished long comment (starting at line 1) near <eof>
