for i, v in ipairs { 1, 2, nil, 4 } do print(i, v) end
-- expect: 1	1
-- expect: 2	2
