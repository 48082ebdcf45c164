local function iterate(limit, i) if i < limit then return i + 1, (i + 1) ^ 2 end end
for i, square in iterate, 3, 0 do print(i, square) end
-- expect: 1	1.0
-- expect: 2	4.0
-- expect: 3	9.0
