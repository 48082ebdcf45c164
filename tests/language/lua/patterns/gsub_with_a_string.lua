print(("hello world"):gsub("(%w+) (%w+)", "%2 %1"), ("abc"):gsub("%w", "%0%0"), ("x"):gsub("x", "%%"))
-- expect: world hello	aabbcc	%	1
