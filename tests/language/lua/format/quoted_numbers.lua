print(("%q %q"):format(10, math.mininteger), ("%q"):format(0.5), ("%q"):format(1 / 0))
-- expect: 10 0x8000000000000000	0x1p-1	1e9999
