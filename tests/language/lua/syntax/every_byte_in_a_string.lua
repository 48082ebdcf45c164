local bytes = {}
for i = 0, 255 do bytes[i + 1] = ("\\%d"):format(i) end
print(#load("return '" .. table.concat(bytes) .. "'")()) -- expect: 256
