print(load("goto inside do ::inside:: end", "=chunk"))
-- expect: nil	chunk:1: no visible label 'inside' for <goto> at line 1
