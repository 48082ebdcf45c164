print(load("local x <const> = 5; return function() x = 6 end", "=chunk"))
-- expect: nil	chunk:1: attempt to assign to const variable 'x'
