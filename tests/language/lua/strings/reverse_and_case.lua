print(("abc"):reverse(), ("aBc1"):upper(), ("aBc1"):lower()) -- expect: cba	ABC1	abc1
