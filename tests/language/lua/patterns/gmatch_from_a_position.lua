for w in ("one two three"):gmatch("%a+", 5) do print(w) end
-- expect: two
-- expect: three
