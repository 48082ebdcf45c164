os.time { year = 2020, month = 1 } -- expect error: field 'day' missing in date table
