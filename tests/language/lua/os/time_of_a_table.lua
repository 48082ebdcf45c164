print(os.time { year = 2020, month = 1, day = 1, hour = 12 } - os.time { year = 2019, month = 12, day = 31, hour = 12 })
-- expect: 86400
