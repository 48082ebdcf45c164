print(table.concat({ 1, 2.5, "x" }, ", "), table.concat({}, "x") == "", table.concat({ 1, 2, 3 }, "-", 2, 3))
-- expect: 1, 2.5, x	true	2-3
