for _, word in ipairs { "and", "end", "goto", "nil", "until" } do print(load("local " .. word .. " = 1", "=chunk")) end
-- expect: nil	chunk:1: <name> expected near 'and'
-- expect: nil	chunk:1: <name> expected near 'end'
-- expect: nil	chunk:1: <name> expected near 'goto'
-- expect: nil	chunk:1: <name> expected near 'nil'
-- expect: nil	chunk:1: <name> expected near 'until'
