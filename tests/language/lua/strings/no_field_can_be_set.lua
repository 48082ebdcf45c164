local s = "text"
s.x = 1 -- expect error: attempt to index a string value (local 's')
