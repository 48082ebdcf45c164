("i17"):pack(1) -- expect error: integral size (17) out of limits [1,16]
