local text = {}
for i = 1, 150 do text[i] = "local a" .. i end
for i = 1, 150 do text[#text + 1] = "" end
print(load(table.concat(text, "\n") .. "\nreturn function() return a1 end")()() == nil) -- expect: true
