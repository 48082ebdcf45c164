print(("$name is $age"):gsub("%$(%w+)", { name = "Ann", age = 7 }), ("$x"):gsub("%$(%w+)", {}))
-- expect: Ann is 7	$x	1
