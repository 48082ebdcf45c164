local t = { year = 2020, month = 14, day = -3, hour = 12 }
os.time(t)
print(t.year, t.month, t.day) -- expect: 2021	1	28
