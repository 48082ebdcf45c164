for _, text in ipairs { "3x", "0x", "1e", "1..2", "0xp1", "08q" } do print(load("x = " .. text, "=chunk")) end
-- expect: nil	chunk:1: malformed number near '3x'
-- expect: nil	chunk:1: malformed number near '0x'
-- expect: nil	chunk:1: malformed number near '1e'
-- expect: nil	chunk:1: malformed number near '1..2'
-- expect: nil	chunk:1: malformed number near '0xp1'
-- expect: nil	chunk:1: malformed number near '08q'
