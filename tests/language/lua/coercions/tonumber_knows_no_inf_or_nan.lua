print(tonumber "inf", tonumber "nan", tonumber "1e", tonumber "0x", tonumber "1 0", tonumber "1_000")
-- expect: nil	nil	nil	nil	nil	nil
