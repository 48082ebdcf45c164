print(("%d items"):format(3), ("abc"):upper():len()) -- expect: 3 items	3
