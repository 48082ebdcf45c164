print(("1 2 3"):gsub("%d", function(d) if d ~= "2" then return d * 10 end end)) -- expect: 10 2 30	3
