print(load "return select('#', ...), ..."(1, 2)) -- expect: 2	1	2
