print(select("#", ...)) -- expect: 0
