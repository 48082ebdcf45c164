print(("aaa"):match "a*", ("aaa"):match "a-b" == nil, ("aaab"):match "a-b", ("b"):match "a?b", ("aab"):match "a+")
-- expect: aaa	true	aaab	b	aa
