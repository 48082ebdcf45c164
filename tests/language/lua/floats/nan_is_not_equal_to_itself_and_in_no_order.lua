local nan = 0 / 0
print(nan == nan, nan < nan, nan <= nan, nan ~= nan, 1 < nan, nan < 1) -- expect: false	false	false	true	false	false
