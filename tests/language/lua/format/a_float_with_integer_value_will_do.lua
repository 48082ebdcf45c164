print(("%d %x"):format(3.0, "10")) -- expect: 3 a
