print(("THE (quick) fox"):find "%f[%a]%a+%f[%A]", ("hello world"):gsub("%f[%w]%w+", string.upper))
-- expect: 1	HELLO WORLD	2
