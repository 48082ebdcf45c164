x = 7
print(_G.x, _ENV.x) -- expect: 7	7
_G.x = nil
print(x) -- expect: nil
