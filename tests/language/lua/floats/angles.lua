print(math.pi, math.sin(0), math.cos(0), math.atan(1, 1) == math.pi / 4, math.deg(math.pi), math.rad(180) == math.pi)
-- expect: 3.1415926535898	0.0	1.0	true	180.0	true
