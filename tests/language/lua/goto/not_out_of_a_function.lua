print(load("::out:: local function f() goto out end", "=chunk"))
-- expect: nil	chunk:1: no visible label 'out' for <goto> at line 1
