print(("key = value"):match "(%w+) = (%w+)", ("key"):match "%w+", ("key"):match "%d") -- expect: key	key	nil
