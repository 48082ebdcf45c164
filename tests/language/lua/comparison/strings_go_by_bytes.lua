print("a" < "b", "a" < "B", "" < "a", "Z" < "a", "a" < "aa", "a\0b" > "a") -- expect: true	false	true	true	true	true
