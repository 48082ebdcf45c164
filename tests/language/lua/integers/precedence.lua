print(1 + 2 * 3 - 4 / 2, 1 .. 2 == "12", 2 + 3 << 1, 1 | 2 & 3 ~ 4, not 1 == 2) -- expect: 5.0	true	10	7	false
