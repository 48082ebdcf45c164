print("a" .. "b" == "ab", ({ ["ab"] = 1 })["a" .. "b"]) -- expect: true	1
