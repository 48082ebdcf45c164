local text = {}
for i = 1, 200 do text[i] = "local a" .. i end
print(load(table.concat(text, "\n")) ~= nil) -- expect: true
text[201] = "local a201"
print(load(table.concat(text, "\n"), "=chunk"))
-- expect: nil	chunk:201: too many local variables (limit is 200) in main function near <eof>
