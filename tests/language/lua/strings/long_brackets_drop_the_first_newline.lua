local text = [[
first]]
print(text, #text) -- expect: first	5
