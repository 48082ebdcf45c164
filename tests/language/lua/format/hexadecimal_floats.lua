print(("%a|%.1a"):format(1, 0.5), tonumber(("%a"):format(0.1)) == 0.1) -- expect: 0x1p+0|0x1.0p-1	true
