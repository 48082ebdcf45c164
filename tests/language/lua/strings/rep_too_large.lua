string.rep("xx", math.maxinteger) -- expect error: resulting string too large
