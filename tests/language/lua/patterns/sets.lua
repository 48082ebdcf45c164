print(("hello"):gsub("[aeiou]", "*"), ("hello"):gsub("[^aeiou]", "*"), ("a-z]"):gsub("[]%-]", "*"))
-- expect: h*ll*	*e**o	a*z*	2
