print(("<d"):unpack(("<d"):pack(1.5)), ("<f"):unpack(("<f"):pack(0.1)) == 0.1, ("<n"):packsize())
-- expect: 1.5	false	8
