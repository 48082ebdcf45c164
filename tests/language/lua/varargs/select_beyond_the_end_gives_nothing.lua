print(select("#", select(4, 1, 2, 3))) -- expect: 0
