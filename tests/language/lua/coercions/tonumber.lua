print(tonumber "10", tonumber "1e1", tonumber "0x1F", tonumber "  5  ", tonumber "5 6", tonumber "", tonumber {} == nil)
-- expect: 10	10.0	31	5	nil	nil	true
