print(1 / 0, -1 / 0, math.huge == 1 / 0, 0 / 0 ~= 0 / 0) -- expect: inf	-inf	true	true
