for _, v in ipairs { 0, "", "false", {} } do io.write(v and "true " or "false ") end
print(not nil, not false) -- expect: true true true true true	true
