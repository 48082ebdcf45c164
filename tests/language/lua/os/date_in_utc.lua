print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!*t", 86400).day, os.date("!%%", 0))
-- expect: 1970-01-01 00:00:00	2	%
